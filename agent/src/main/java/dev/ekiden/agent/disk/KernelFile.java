package dev.ekiden.agent.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads the small files in which the kernel tells how things are. It does so hundreds of times a
 * second, and the ways of the library, which allocate for files of any size, had the collector run
 * with each instance that was looked at.
 */
public final class KernelFile {
  private static final int FIRST_BYTES = 512;

  private KernelFile() {}

  /**
   * All of it, whatever length it claims to have. Not for those below {@code /proc/sys}, which
   * answer the first look only: see {@code supervise.LocalPorts}.
   *
   * @throws NoSuchFileException if it is not there
   */
  public static String read(Path file) throws IOException {
    try (var in = new FileInputStream(file.toFile())) {
      var bytes = new byte[FIRST_BYTES];
      int length = 0;
      int read = in.read(bytes);
      while (read > 0) {
        length += read;
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * length);
        }
        read = in.read(bytes, length, bytes.length - length);
      }
      return new String(bytes, 0, length, US_ASCII);
    } catch (FileNotFoundException e) {
      throw Files.exists(file) ? e : new NoSuchFileException(file.toString());
    }
  }
}
