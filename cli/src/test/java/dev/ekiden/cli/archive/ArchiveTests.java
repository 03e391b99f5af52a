package dev.ekiden.cli.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ArchiveTests {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir private Path folder;
  private Path source;
  private Path file;
  private Path target;

  @BeforeEach
  void make() throws IOException {
    source = Files.createDirectories(folder.resolve("source"));
    file = folder.resolve("backup.tgz");
    target = folder.resolve("target");
    Files.createDirectories(source.resolve("deep/empty"));
    Files.writeString(source.resolve("deep/secret"), "s3cret");
    Files.writeString(source.resolve("nothing"), "");
    var large = new byte[200_000];
    new SplittableRandom(7).nextBytes(large); // does not compress
    Files.write(source.resolve("large"), large);
    Files.setPosixFilePermissions(
        source.resolve("deep/secret"), PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(
        source.resolve("deep"), PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void what_was_written_comes_back_with_its_rights_and_empty_folders() throws IOException {
    var written = write();

    var read = ArchiveReader.unpack(file, target, _ -> {});

    assertThat(read).isEqualTo(written);
    assertThat(target.resolve("a/large")).hasSameBinaryContentAs(source.resolve("large"));
    assertThat(target.resolve("a/deep/secret")).hasContent("s3cret");
    assertThat(target.resolve("a/nothing")).isEmptyFile();
    assertThat(target.resolve("a/deep/empty")).isEmptyDirectory();
    assertThat(rights(target.resolve("a/deep/secret"))).isEqualTo("rw-------");
    assertThat(rights(target.resolve("a/deep"))).isEqualTo("rwx------");
    assertThat(read.bytes()).isEqualTo(200_006);
  }

  @Test
  void the_file_is_for_its_owner_only_and_nothing_else_is_left_beside_it() throws IOException {
    write();

    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(folder.resolve("backup.tgz.part")).doesNotExist();
  }

  @Test
  void a_backup_that_is_given_up_leaves_nothing_and_keeps_the_one_before() throws IOException {
    write();
    var before = Files.readAllBytes(file);

    try (var archive = ArchiveWriter.to(file, _ -> {})) {
      archive.file("large", source.resolve("large"));
    }

    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(folder.resolve("backup.tgz.part")).doesNotExist();
  }

  @Test
  void a_file_that_is_cut_off_while_it_is_read_is_filled_with_zeros() throws IOException {
    var shrinking = source.resolve("large");
    try (var archive = ArchiveWriter.to(file, _ -> truncate(shrinking))) {
      archive.file("shrinking", shrinking);
      archive.finish(manifest(archive.members()));
    }

    ArchiveReader.unpack(file, target, _ -> {});

    var got = Files.readAllBytes(target.resolve("shrinking"));
    assertThat(got).hasSize(200_000).startsWith(Files.readAllBytes(shrinking));
    assertThat(Arrays.copyOfRange(got, 70_000, 200_000)).containsOnly(0);
  }

  @Test
  void a_file_that_is_gone_is_left_out() throws IOException {
    try (var archive = ArchiveWriter.to(file, _ -> {})) {
      archive.file("gone", source.resolve("gone"));
      archive.folder("gone-too", source.resolve("gone-too"));
      archive.finish(manifest(archive.members()));
    }

    assertThat(ArchiveReader.unpack(file, target, _ -> {}).members()).isEmpty();
    assertThat(target).doesNotExist();
  }

  @Test
  void a_single_wrong_bit_is_found() throws IOException {
    write();
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> ArchiveReader.unpack(file, target, _ -> {}))
        .isInstanceOf(IOException.class);
  }

  /** Within a file, a header, the compressor's tables, or the checksum. */
  @Test
  void damage_of_any_place_is_told_as_such() throws IOException {
    Files.writeString(source.resolve("text"), "much of this is alike\n".repeat(20_000));
    write();
    var whole = Files.readAllBytes(file);
    for (int width : List.of(16, 4_096)) {
      for (int at = 10; at < whole.length; at += 1_237) {
        var bytes = whole.clone();
        for (int i = at; i < Math.min(at + width, bytes.length); i++) {
          bytes[i] ^= 0x55;
        }
        Files.write(file, bytes);
        assertThatThrownBy(() -> ArchiveReader.unpack(file, target, _ -> {}))
            .as("%d bytes from %d on", width, at)
            .isInstanceOf(ArchiveException.class)
            .message()
            .hasLineCount(1);
      }
    }
  }

  /** It stands at the end, behind all files. */
  @Test
  void a_wrong_checksum_of_the_whole_is_found() throws IOException {
    write();
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length - 8] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> ArchiveReader.unpack(file, target, _ -> {}))
        .isInstanceOf(ArchiveException.class);
  }

  @Test
  void a_file_that_is_not_what_the_manifest_says_is_named() throws IOException {
    var other = List.of(new Member("a/large", 1, "00"), new Member("b", 1, "00"));
    tar(List.of("a/large"), manifest(other));

    assertThatThrownBy(() -> ArchiveReader.unpack(file, target, _ -> {}))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("a/large is not as it was written");
  }

  @Test
  void a_file_too_few_is_found() throws IOException {
    tar(List.of(), manifest(List.of(new Member("a/large", 1, "00"))));

    assertThatThrownBy(() -> ArchiveReader.unpack(file, target, _ -> {}))
        .hasMessageContaining("has 0 files, and should have 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 1000, 100_000})
  void a_backup_that_was_cut_short_is_refused(int length) throws IOException {
    write();
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));

    assertThatThrownBy(() -> ArchiveReader.unpack(file, target, _ -> {}))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("only a part of one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "a/../../outside", "/outside", "a//b", "./a", "a/.."})
  void nothing_is_written_outside(String name) throws IOException {
    tar(List.of(name), manifest(List.of()));

    assertThatThrownBy(() -> ArchiveReader.unpack(file, target, _ -> {}))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("leads out of it");
    assertThat(folder.resolve("outside")).doesNotExist();
  }

  @Test
  void a_link_is_refused() throws IOException {
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(out()))) {
      var link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/passwd");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }

    assertThatThrownBy(() -> ArchiveReader.unpack(file, target, _ -> {}))
        .hasMessageContaining("no file: link");
  }

  @Test
  void a_format_of_another_time_is_refused_by_its_number() throws IOException {
    tar(List.of(), new Manifest(99, "9.9", "30.1", NOON, 1, 1, List.of()));

    assertThatThrownBy(() -> ArchiveReader.unpack(file, target, _ -> {}))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("format 99");
  }

  private Manifest write() throws IOException {
    try (var archive = ArchiveWriter.to(file, _ -> {})) {
      archive.tree("a", source);
      var manifest = manifest(archive.members());
      archive.finish(manifest);
      return manifest;
    }
  }

  /** As somebody else might have made it: one byte in each file. */
  private void tar(List<String> names, Manifest manifest) throws IOException {
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(out()))) {
      for (var name : names) {
        put(tar, new TarArchiveEntry(name, true), "x");
      }
      var json = new JsonMapper().writeValueAsString(manifest);
      put(tar, new TarArchiveEntry(Manifest.NAME), json);
    }
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, String text)
      throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private OutputStream out() throws IOException {
    return Files.newOutputStream(file);
  }

  private static Manifest manifest(List<Member> members) {
    return new Manifest(Manifest.FORMAT, "0.1.0", "18.6", NOON, 3, 41, members);
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void truncate(Path path) {
    try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(70_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
