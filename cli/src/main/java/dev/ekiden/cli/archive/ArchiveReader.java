package dev.ekiden.cli.archive;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Unpacks a backup and trusts nothing in it: every file must have the size and the SHA-256 that the
 * manifest names, none may be missing or more, and none lies outside the folder.
 */
public final class ArchiveReader {
  private static final int BUFFER = 64 * 1024;
  private static final int LARGEST_MANIFEST = 256 * 1024 * 1024;

  private final Path folder;
  private final LongConsumer progress;
  private final List<Member> members = new ArrayList<>();
  private long bytes;

  private ArchiveReader(Path folder, LongConsumer progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Unpacks everything but the manifest into a folder, which is of no use if this throws. {@code
   * progress} is told of the bytes that were written so far, often.
   */
  public static Manifest unpack(Path file, Path folder, LongConsumer progress) throws IOException {
    var reader = new ArchiveReader(folder, progress);
    try (var raw = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      var manifest = reader.read(raw);
      reader.verify(manifest);
      return manifest;
    } catch (ZipException | EOFException e) {
      throw new ArchiveException("it is not a backup, or only a part of one", e);
    }
  }

  private Manifest read(InputStream raw) throws IOException {
    try (var gzip = new GZIPInputStream(raw, BUFFER);
        var tar = new TarArchiveInputStream(gzip, StandardCharsets.UTF_8.name())) {
      var manifest = Optional.<Manifest>empty();
      for (var next = next(tar); next.isPresent(); next = next(tar)) {
        var entry = next.get();
        if (entry.getName().equals(Manifest.NAME)) {
          manifest = Optional.of(manifest(tar, entry));
        } else {
          unpack(tar, entry);
        }
      }
      // Rights and empty folders have no digest: the checksum at the end covers them, too.
      gzip.transferTo(OutputStream.nullOutputStream());
      return manifest.orElseThrow(
          () -> new ArchiveException("it has no " + Manifest.NAME + ": it was cut short"));
    }
  }

  /** Whatever is wrong with a header is the archive's fault, and not the disk's. */
  private static Optional<TarArchiveEntry> next(TarArchiveInputStream tar) throws IOException {
    try {
      var entry = Optional.ofNullable(tar.getNextEntry());
      if (entry.isPresent() && !entry.get().isCheckSumOK()) {
        throw new ArchiveException("it is damaged: the checksum of a header is wrong");
      }
      return entry;
    } catch (ArchiveException | EOFException e) {
      throw e;
    } catch (IOException e) {
      throw new ArchiveException("it is damaged: " + firstLine(e), e);
    }
  }

  private static int read(InputStream in, byte[] buffer) throws IOException {
    try {
      return in.read(buffer);
    } catch (EOFException e) {
      throw e;
    } catch (IOException e) {
      throw new ArchiveException("it is damaged: " + firstLine(e), e);
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private void unpack(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
    var name = entry.getName().replaceFirst("/$", "");
    if (!Member.isInside(name)) {
      throw new ArchiveException("it holds a file that leads out of it: " + name);
    }
    var target = folder.resolve(name);
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      Rights.set(target, entry.getMode());
    } else if (entry.getLinkFlag() == TarConstants.LF_NORMAL) {
      Files.createDirectories(target.getParent());
      members.add(copy(tar, name, target));
      Rights.set(target, entry.getMode());
    } else {
      throw new ArchiveException("it holds something that is no file: " + name);
    }
  }

  private Member copy(InputStream in, String name, Path target) throws IOException {
    var digest = Digests.sha256();
    long size = 0;
    try (var out = Files.newOutputStream(target)) {
      var buffer = new byte[BUFFER];
      for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
        out.write(buffer, 0, read);
        digest.update(buffer, 0, read);
        size += read;
        bytes += read;
        progress.accept(bytes);
      }
    }
    return new Member(name, size, HexFormat.of().formatHex(digest.digest()));
  }

  private static Manifest manifest(InputStream in, TarArchiveEntry entry) throws IOException {
    if (entry.getSize() > LARGEST_MANIFEST) {
      throw new ArchiveException("its " + Manifest.NAME + " is too large");
    }
    try {
      var json = new JsonMapper();
      var text = in.readAllBytes();
      int format = json.readTree(text).path("format").asInt(0);
      if (format != Manifest.FORMAT) {
        throw new ArchiveException(
            "it has format " + format + ", and this Ekiden reads " + Manifest.FORMAT);
      }
      return json.readValue(text, Manifest.class);
    } catch (JacksonException e) {
      throw new ArchiveException("its " + Manifest.NAME + " is not understood", e);
    }
  }

  private void verify(Manifest manifest) throws ArchiveException {
    var wanted = manifest.members();
    for (int i = 0; i < Math.min(wanted.size(), members.size()); i++) {
      if (!wanted.get(i).equals(members.get(i))) {
        throw new ArchiveException(
            wanted.get(i).name() + " is not as it was written: size or SHA-256 differ");
      }
    }
    if (wanted.size() != members.size()) {
      throw new ArchiveException(
          "it has " + members.size() + " files, and should have " + wanted.size());
    }
  }
}
