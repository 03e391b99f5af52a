package dev.ekiden.api.artifacts;

import dev.ekiden.api.control.Settings;
import dev.ekiden.api.problem.ApiProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Uploaded files, each under the SHA-256 of its bytes. A file is there whole or not at all, on disk
 * before its digest is answered; what is there is never changed.
 */
@ApplicationScoped
public class ArtifactStore {
  /** Largest upload in bytes: 2 GiB. */
  static final long LARGEST = 2L * 1_024 * 1_024 * 1_024;

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final int BUFFER = 64 * 1_024;

  @Inject Settings settings;

  /** What an upload has become; {@code known} if the same bytes were there before. */
  record Stored(String digest, Path file, long size, boolean known) {}

  /** The file of that digest, 64 hex digits. */
  public Optional<Path> find(String digest) {
    if (!DIGEST.matcher(digest).matches()) {
      return Optional.empty();
    }
    var file = Path.of(settings.artifacts()).resolve(digest);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  /** Reads the stream to its end; 413 beyond {@link #LARGEST}, 507 if the disk is full. */
  Stored put(InputStream bytes) {
    return put(bytes, LARGEST);
  }

  Stored put(InputStream bytes, long largest) {
    var folder = Path.of(settings.artifacts());
    try {
      Files.createDirectories(folder);
      var temporary = Files.createTempFile(folder, ".upload-", "");
      try {
        return keep(folder, temporary, bytes, largest);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No space left")) {
        throw ApiProblem.noRoom(
            "The master's disk is full, so the upload was dropped. Ask an operator to make room in "
                + folder.getFileName());
      }
      throw ApiProblem.badRequest("The upload ended before its end: " + e.getMessage());
    }
  }

  private static Stored keep(Path folder, Path temporary, InputStream bytes, long largest)
      throws IOException {
    var sha = sha256();
    long size = 0;
    try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
        var out =
            new DigestOutputStream(java.nio.channels.Channels.newOutputStream(channel), sha)) {
      var buffer = new byte[BUFFER];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        size += read;
        if (size > largest) {
          throw ApiProblem.tooLarge("An artifact may have 2 GiB at most");
        }
        out.write(buffer, 0, read);
      }
      channel.force(true);
    }
    var digest = HexFormat.of().formatHex(sha.digest());
    var file = folder.resolve(digest);
    boolean known = Files.isRegularFile(file);
    if (!known) {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
    return new Stored(digest, file, size, known);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
