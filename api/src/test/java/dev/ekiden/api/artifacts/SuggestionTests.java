package dev.ekiden.api.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guesses how an upload might be run. */
class SuggestionTests {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  @TempDir private Path folder;

  /** A zip of entries: name, content, name, content … */
  private Path zip(String... entries) throws IOException {
    var file = folder.resolve("upload");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry(entries[i]));
        zip.write(entries[i + 1].getBytes(UTF_8));
      }
    }
    return file;
  }

  @Test
  void a_tomcat_gets_its_port_without_a_change_to_its_files() throws IOException {
    var file =
        zip("apache-tomcat-11.0.2/conf/server.xml", "", "apache-tomcat-11.0.2/bin/catalina.sh", "");
    var suggestion = Suggestion.of(file, "apache-tomcat-11.0.2.zip");
    assertThat(suggestion.name()).isEqualTo("apache-tomcat");
    assertThat(suggestion.why()).isEqualTo("It is an Apache Tomcat.");
    assertThat(suggestion.cmd())
        .contains("apache-tomcat-11.0.2/conf")
        .contains("$PORT")
        .contains("CATALINA_BASE=$PWD/base exec sh apache-tomcat-11.0.2/bin/catalina.sh run")
        .doesNotContain("%");
  }

  @Test
  void a_tomcat_may_lie_at_the_root_of_its_zip() throws IOException {
    assertThat(Suggestion.of(zip("bin/catalina.sh", ""), "t.zip").cmd())
        .contains("exec sh ./bin/catalina.sh run");
  }

  @Test
  void a_folder_with_a_hostile_name_stays_a_word() throws IOException {
    var file = zip("a'; rm -rf $HOME #/bin/catalina.sh", "");
    assertThat(Suggestion.of(file, "t.zip").cmd())
        .contains("sh 'a'\\''; rm -rf $HOME #'/bin/catalina.sh run");
  }

  @Test
  void a_catalina_deep_inside_is_no_tomcat() throws IOException {
    assertThat(Suggestion.of(zip("a/b/bin/catalina.sh", ""), "t.zip").cmd()).isEmpty();
  }

  @Test
  void a_procfile_has_the_word() throws IOException {
    var file = zip("Procfile", "worker: no\nweb: exec ./serve --port $PORT \nother: no\n");
    var suggestion = Suggestion.of(file, "shop.zip");
    assertThat(suggestion.cmd()).isEqualTo("exec ./serve --port $PORT");
    assertThat(suggestion.why()).isEqualTo("Its Procfile says so.");
    assertThat(Suggestion.of(zip("Procfile", "worker: no"), "shop.zip").cmd()).isEmpty();
  }

  @Test
  void of_a_huge_procfile_only_the_beginning_is_read() throws IOException {
    var file = zip("Procfile", "#".repeat(200_000) + "\nweb: late\n");
    assertThat(Suggestion.of(file, "shop.zip").cmd()).isEmpty();
  }

  @Test
  void a_jar_with_a_main_class_runs() throws IOException {
    var file = zip(MANIFEST, "Manifest-Version: 1.0\nMain-Class: org.shop.Main\n");
    var suggestion = Suggestion.of(file, "My Shop-1.2.jar");
    assertThat(suggestion.cmd()).isEqualTo("exec java $JAVA_OPTS -jar 'My Shop-1.2.jar'");
    assertThat(suggestion.why()).isEqualTo("Its manifest names org.shop.Main.");
    assertThat(suggestion.name()).isEqualTo("my-shop");
  }

  @Test
  void a_jar_without_a_main_class_asks() throws IOException {
    assertThat(Suggestion.of(zip(MANIFEST, "Manifest-Version: 1.0\n"), "x.jar"))
        .satisfies(
            suggestion -> {
              assertThat(suggestion.cmd()).isEmpty();
              assertThat(suggestion.why()).startsWith("Its manifest names no Main-Class.");
            });
    assertThat(Suggestion.of(zip("a", ""), "x.war").cmd()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"x.zip, It is not a readable zip.", "x.jar, It is not a readable jar."})
  void what_is_not_what_it_is_called_asks(String name, String why) throws IOException {
    var file = Files.writeString(folder.resolve("upload"), "no zip at all");
    var suggestion = Suggestion.of(file, name);
    assertThat(suggestion.cmd()).isEmpty();
    assertThat(suggestion.why()).startsWith(why);
  }

  @Test
  void a_single_program_is_run_and_a_tar_asks() {
    assertThat(Suggestion.of(folder, "serve").cmd()).isEqualTo("exec ./serve");
    assertThat(Suggestion.of(folder, "x.tar.gz").cmd()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "shop.zip, shop",
    "Shop_API-v2.1.jar, shop-api",
    "x.tar.gz, x",
    "x.tgz, x",
    "..., app",
    "1.zip, 1",
    "-2.jar, app",
    "a-very-long-name-that-goes-on-and-on-and-on-for-ever.zip, a-very-long-name-that-goes-on-and-on-and",
  })
  void the_name_is_one_that_an_app_may_have(String file, String name) {
    assertThat(Suggestion.of(folder, file).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "a.ZIP, ZIP",
    "a.tar, TAR",
    "a.tgz, TAR",
    "a.tar.gz, TAR",
    "a.jar, JAR",
    "a.war, WAR",
    "a, BINARY",
    "a.gz, OTHER",
    "a.txt, OTHER",
  })
  void the_kind_is_in_the_name(String file, ArtifactKind kind) {
    assertThat(ArtifactKind.of(file)).isEqualTo(kind);
  }
}
