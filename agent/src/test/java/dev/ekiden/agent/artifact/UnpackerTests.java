package dev.ekiden.agent.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTests {
  private static final long MAX_BYTES = 300L * 1024 * 1024;

  @TempDir Path temp;
  private Path root;

  @BeforeEach
  void makeSandbox() throws IOException {
    root = Files.createDirectories(temp.resolve("sandbox"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "a\\..\\..\\evil", "C:/evil"})
  void no_entry_leaves_the_sandbox(String name) throws IOException {
    assertThatThrownBy(() -> unzip(zip -> entry(zip, name, 0644, "x")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("evil");
    assertThatThrownBy(() -> untar(tar -> entry(tar, file(name, 0644), "x")))
        .isInstanceOf(ArtifactException.class);
    assertThat(temp.resolve("evil")).doesNotExist();
    assertThat(Path.of("/etc/evil")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc", "..", "a/../../b"})
  void no_link_leaves_the_sandbox(String target) {
    assertThatThrownBy(() -> untar(tar -> entry(tar, link("out", target), "")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("out")
        .hasMessageContaining("leaves the sandbox");
    assertThatThrownBy(() -> unzip(zip -> entry(zip, "out", 0120777, target)))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("leaves the sandbox");
  }

  @Test
  void nothing_is_written_through_a_link() {
    assertThatThrownBy(
            () ->
                untar(
                    tar -> {
                      entry(tar, link("a", "."), "");
                      entry(tar, file("a/b", 0644), "x");
                    }))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("through the link a");
  }

  @Test
  void a_link_through_a_link_that_leads_out_is_found() throws IOException {
    Files.writeString(temp.resolve("secret"), "secret");
    assertThatThrownBy(
            () ->
                untar(
                    tar -> {
                      entry(tar, file("a/b/file", 0644), "x");
                      entry(tar, link("a/b/up", "../.."), "");
                      entry(tar, link("out", "a/b/up/../secret"), "");
                    }))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("leads out");
  }

  @Test
  void hard_links_go_to_files_of_the_archive_only() throws IOException {
    Files.writeString(temp.resolve("secret"), "secret");
    var hard = new TarArchiveEntry("steal", TarConstants.LF_LINK);
    hard.setLinkName("../secret");
    assertThatThrownBy(() -> untar(tar -> entry(tar, hard, "")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("leaves the sandbox");
  }

  @Test
  void device_nodes_are_refused() {
    for (var type : new byte[] {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO}) {
      assertThatThrownBy(() -> untar(tar -> entry(tar, new TarArchiveEntry("dev", type), "")))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining("special file");
    }
    assertThatThrownBy(() -> unzip(zip -> entry(zip, "dev", 0020644, "")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("special file");
  }

  @Test
  void modes_are_kept_but_setuid_is_not() throws IOException {
    untar(tar -> entry(tar, file("run", 04755), "x"));
    assertThat(mode("run")).isEqualTo("rwxr-xr-x");
    assertThat((int) Files.getAttribute(root.resolve("run"), "unix:mode") & 07000).isZero();
    unzip(
        zip -> {
          entry(zip, "tool", 0100750, "x");
          entry(zip, "plain.sh", 0, "x");
        });
    assertThat(mode("tool")).isEqualTo("rwxr-x---");
    assertThat(mode("plain.sh")).isEqualTo("rw-r--r--");
  }

  @Test
  void a_bomb_is_stopped_early() throws IOException {
    assertThatThrownBy(() -> untar(tar -> zeros(tar, 250L * 1024 * 1024)))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("times its size");
    assertThat(Files.size(root.resolve("zeros"))).isLessThan(120L * 1024 * 1024);
  }

  @Test
  void the_disk_limit_holds() {
    assertThatThrownBy(
            () ->
                new Unpacker(new Sandbox(root), 10)
                    .unpack(tar(tar -> entry(tar, file("a", 0644), "x".repeat(11))), "a.tar.gz"))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("grows above");
  }

  @Test
  void too_many_entries_are_counted_before_anything_is_read() {
    assertThatThrownBy(
            () ->
                unzip(
                    zip -> {
                      for (int i = 0; i <= Unpacker.MAX_ENTRIES; i++) {
                        zip.putArchiveEntry(new ZipArchiveEntry("d" + i + "/"));
                        zip.closeArchiveEntry();
                      }
                    }))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("more than 100,000 entries");
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void what_is_no_archive_is_said() throws IOException {
    var file = Files.writeString(temp.resolve("broken"), "not an archive");
    for (var name : new String[] {"a.zip", "a.tar.gz"}) {
      assertThatThrownBy(() -> new Unpacker(new Sandbox(root), MAX_BYTES).unpack(file, name))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining(name);
    }
  }

  private interface Writer<T> {
    void to(T archive) throws IOException;
  }

  private void unzip(Writer<ZipArchiveOutputStream> writer) throws IOException {
    var file = temp.resolve("test.zip");
    try (var zip = new ZipArchiveOutputStream(file)) {
      writer.to(zip);
    }
    new Unpacker(new Sandbox(root), MAX_BYTES).unpack(file, "test.zip");
  }

  private void untar(Writer<TarArchiveOutputStream> writer) throws IOException {
    new Unpacker(new Sandbox(root), MAX_BYTES).unpack(tar(writer), "test.tar.gz");
  }

  private Path tar(Writer<TarArchiveOutputStream> writer) throws IOException {
    var file = temp.resolve("test.tar.gz");
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      writer.to(tar);
    }
    return file;
  }

  private static void entry(ZipArchiveOutputStream zip, String name, int mode, String content)
      throws IOException {
    var entry = new ZipArchiveEntry(name);
    if (mode != 0) {
      entry.setUnixMode(mode);
    }
    zip.putArchiveEntry(entry);
    zip.write(content.getBytes(UTF_8));
    zip.closeArchiveEntry();
  }

  private static void entry(TarArchiveOutputStream tar, TarArchiveEntry entry, String content)
      throws IOException {
    var bytes = content.getBytes(UTF_8);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static void zeros(TarArchiveOutputStream tar, long bytes) throws IOException {
    var entry = new TarArchiveEntry("zeros");
    entry.setSize(bytes);
    tar.putArchiveEntry(entry);
    copy(tar, bytes);
    tar.closeArchiveEntry();
  }

  private static void copy(OutputStream out, long bytes) throws IOException {
    var block = new byte[1024 * 1024];
    for (long left = bytes; left > 0; left -= block.length) {
      out.write(block, 0, (int) Math.min(block.length, left));
    }
  }

  private static TarArchiveEntry file(String name, int mode) {
    var entry = new TarArchiveEntry(name, true);
    entry.setMode(mode);
    return entry;
  }

  private static TarArchiveEntry link(String name, String target) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    return entry;
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(name)));
  }
}
