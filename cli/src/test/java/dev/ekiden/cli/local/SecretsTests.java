package dev.ekiden.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTests {
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void choose_a_file() {
    file = folder.resolve("secrets.properties");
  }

  @Test
  void nothing_is_written_before_a_secret_is_asked_for() {
    new Secrets(file);
    assertThat(file).doesNotExist();
  }

  @Test
  void only_the_owner_can_read_them() throws Exception {
    new Secrets(file).get(Secrets.Name.POSTGRES);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void they_stay_the_same_and_differ_from_each_other() {
    var first = new Secrets(file);
    var made = Arrays.stream(Secrets.Name.values()).map(first::get).toList();
    var again = new Secrets(file);
    assertThat(Arrays.stream(Secrets.Name.values()).map(again::get)).isEqualTo(made);
    assertThat(made).doesNotHaveDuplicates();
  }

  @Test
  void one_that_a_newer_version_needs_is_added_and_the_others_stay() throws Exception {
    Files.writeString(file, "postgres.password=old\n");
    var secrets = new Secrets(file);
    assertThat(secrets.get(Secrets.Name.KEYSTORE)).hasSizeGreaterThan(20);
    assertThat(new Secrets(file).get(Secrets.Name.POSTGRES)).isEqualTo("old");
  }

  @Test
  void the_master_key_has_32_bytes() {
    var key = new Secrets(file).get(Secrets.Name.MASTER_KEY);
    assertThat(Base64.getDecoder().decode(key)).hasSize(32);
  }
}
