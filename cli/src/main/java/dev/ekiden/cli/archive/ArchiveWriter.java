package dev.ekiden.cli.archive;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a backup to {@code FILE.part}, mode 0600 as it holds secrets; {@link #finish} forces it to
 * the disk and renames it to {@code FILE}. Closed before that, it leaves nothing.
 */
public final class ArchiveWriter implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final int PRIVATE_FILE = 0600;

  private final Path file;
  private final Path part;
  private final FileChannel channel;
  private final GZIPOutputStream gzip;
  private final TarArchiveOutputStream tar;
  private final LongConsumer progress;
  private final List<Member> members = new ArrayList<>();
  private long bytes;

  private ArchiveWriter(Path file, Path part, FileChannel channel, LongConsumer progress)
      throws IOException {
    this.file = file;
    this.part = part;
    this.channel = channel;
    this.progress = progress;
    this.gzip = new QuickGzip(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER));
    this.tar = new TarArchiveOutputStream(gzip, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /**
   * What an earlier run, cut short, has left is overwritten. {@code progress} is told of the bytes
   * that were read so far, often.
   */
  public static ArchiveWriter to(Path file, LongConsumer progress) throws IOException {
    var part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var channel =
        FileChannel.open(
            part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner);
    return new ArchiveWriter(file, part, channel, progress);
  }

  /** All files so far, in order. */
  public List<Member> members() {
    return List.copyOf(members);
  }

  /** A folder with the rights that it has; nothing if it is gone. */
  public void folder(String name, Path source) throws IOException {
    try {
      var entry = new TarArchiveEntry(name + "/");
      entry.setMode(Rights.of(source));
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    } catch (NoSuchFileException e) {
      return; // dropped by its owner while we came here
    }
  }

  /**
   * A file as it is now, with its rights; nothing if it is gone. Others may write to it meanwhile:
   * what is appended is left out, and what is cut off is written as zeros.
   */
  public void file(String name, Path source) throws IOException {
    try (var in = Files.newInputStream(source)) {
      member(name, in, Files.size(source), Rights.of(source));
    } catch (NoSuchFileException e) {
      return; // dropped by its owner while we came here
    }
  }

  /** A folder with all files in it, sorted; links and hidden files are left out. */
  public void tree(String name, Path source) throws IOException {
    folder(name, source);
    try (var inside = Files.list(source)) {
      for (var path : inside.sorted().toList()) {
        var inner = name + "/" + path.getFileName();
        if (path.getFileName().toString().startsWith(".") || Files.isSymbolicLink(path)) {
          continue;
        }
        if (Files.isDirectory(path)) {
          tree(inner, path);
        } else {
          file(inner, path);
        }
      }
    }
  }

  /** A file of these bytes, for its owner only. */
  public void bytes(String name, byte[] content) throws IOException {
    member(name, new ByteArrayInputStream(content), content.length, PRIVATE_FILE);
  }

  /** Writes the manifest, forces everything to the disk and gives the file its name. */
  public void finish(Manifest manifest) throws IOException {
    var json =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsBytes(manifest);
    var entry = new TarArchiveEntry(Manifest.NAME);
    entry.setSize(json.length);
    entry.setMode(PRIVATE_FILE);
    tar.putArchiveEntry(entry);
    tar.write(json);
    tar.closeArchiveEntry();
    // Closing the compressor would close the channel, which is to be forced first.
    tar.finish();
    gzip.finish();
    gzip.flush();
    channel.force(true);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceName(file.resolveSibling("."));
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(part);
  }

  private void member(String name, InputStream in, long size, int mode) throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    var digest = Digests.sha256();
    long left = size;
    var buffer = new byte[BUFFER];
    while (left > 0) {
      int wanted = (int) Math.min(left, BUFFER);
      int read = in.readNBytes(buffer, 0, wanted);
      Arrays.fill(buffer, read, wanted, (byte) 0);
      tar.write(buffer, 0, wanted);
      digest.update(buffer, 0, wanted);
      left -= wanted;
      bytes += wanted;
      progress.accept(bytes);
    }
    tar.closeArchiveEntry();
    members.add(new Member(name, size, HexFormat.of().formatHex(digest.digest())));
  }

  /** The new name is on the disk only once its folder is. */
  private static void forceName(Path folder) throws IOException {
    try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** Databases are written as quickly as they are read; more effort saves little of them. */
  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
