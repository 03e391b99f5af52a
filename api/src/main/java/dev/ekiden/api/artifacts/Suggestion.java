package dev.ekiden.api.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * How an uploaded file might be run: a guess with its reason, for people to look at before they
 * deploy. {@code cmd} is empty where nothing could be guessed.
 */
record Suggestion(String name, String cmd, String why, double cpus, int memMib) {
  private static final String ASK = "What command starts it? It should listen on $PORT.";

  /** Tomcat as it comes: a base folder of its own takes the port, so that no file is changed. */
  private static final String TOMCAT =
      "mkdir -p base/logs base/temp base/work && cp -r %1$s/conf %1$s/webapps base/ &&"
          + " sed -i -e s/8080/$PORT/ -e s/8005/-1/ base/conf/server.xml &&"
          + " CATALINA_BASE=$PWD/base exec sh %1$s/bin/catalina.sh run";

  private static final int LONGEST_NAME = 40;

  /** Read of a file inside an upload. */
  private static final int MOST_BYTES = 65_536;

  static Suggestion of(Path file, String fileName) {
    var name = appName(fileName);
    return switch (ArtifactKind.of(fileName)) {
      case JAR, WAR -> jar(file, fileName, name);
      case ZIP -> zip(file, name);
      case BINARY ->
          new Suggestion(name, "exec ./" + quoted(fileName), "It is a single program.", 0.5, 256);
      case TAR, OTHER -> new Suggestion(name, "", ASK, 0.5, 512);
    };
  }

  private static Suggestion jar(Path file, String fileName, String name) {
    try (var jar = new ZipFile(file.toFile())) {
      var entry = jar.getEntry(JarFile.MANIFEST_NAME);
      var manifest =
          entry == null
              ? new Manifest()
              : new Manifest(new ByteArrayInputStream(beginning(jar, entry)));
      var main = manifest.getMainAttributes().getValue("Main-Class");
      if (main != null) {
        var cmd = "exec java $JAVA_OPTS -jar " + quoted(fileName);
        return new Suggestion(name, cmd, "Its manifest names " + main + ".", 0.5, 256);
      }
    } catch (IOException e) {
      return new Suggestion(name, "", "It is not a readable jar. " + ASK, 0.5, 512);
    }
    return new Suggestion(name, "", "Its manifest names no Main-Class. " + ASK, 0.5, 512);
  }

  private static Suggestion zip(Path file, String name) {
    try (var zip = new ZipFile(file.toFile())) {
      var catalina = entry(zip, "bin/catalina.sh");
      if (catalina.isPresent()) {
        var home = catalina.get().replace("/bin/catalina.sh", "");
        return new Suggestion(
            name,
            TOMCAT.formatted(home.equals("bin/catalina.sh") ? "." : quoted(home)),
            "It is an Apache Tomcat.",
            1,
            512);
      }
      var procfile = zip.getEntry("Procfile");
      if (procfile != null) {
        return procfile(new String(beginning(zip, procfile), UTF_8), name);
      }
    } catch (IOException e) {
      return new Suggestion(name, "", "It is not a readable zip. " + ASK, 0.5, 512);
    }
    return new Suggestion(name, "", ASK, 0.5, 512);
  }

  /** No more than that: a few packed bytes may become gigabytes. */
  private static byte[] beginning(ZipFile zip, ZipEntry entry) throws IOException {
    try (var bytes = zip.getInputStream(entry)) {
      return bytes.readNBytes(MOST_BYTES);
    }
  }

  private static Suggestion procfile(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith("web:"))
        .findFirst()
        .map(
            line ->
                new Suggestion(
                    name,
                    line.substring("web:".length()).trim(),
                    "Its Procfile says so.",
                    0.5,
                    512))
        .orElseGet(() -> new Suggestion(name, "", "Its Procfile has no web:. " + ASK, 0.5, 512));
  }

  /** The entry of that path, at the root or one folder down. */
  private static Optional<String> entry(ZipFile zip, String path) {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.equals(path) || name.matches("[^/]+/" + path))
        .findFirst();
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9._/+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** {@code apache-tomcat-11.0.2.zip} gives {@code apache-tomcat}. */
  private static String appName(String fileName) {
    var name =
        fileName
            .toLowerCase(Locale.ROOT)
            .replaceFirst("\\.(zip|jar|war|tar|tgz|tar\\.gz)$", "")
            .replaceFirst("[-_.]v?[0-9].*$", "")
            .replaceAll("[^a-z0-9-]+", "-")
            .replaceAll("^-+|-+$", "");
    var cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return cut.isEmpty() ? "app" : cut.replaceAll("-+$", "");
  }
}
