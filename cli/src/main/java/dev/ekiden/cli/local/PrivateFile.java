package dev.ekiden.cli.local;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;

/** Files that only their owner may read, written whole or not at all. */
final class PrivateFile {
  private PrivateFile() {}

  /** Writes {@code text} with mode 0600 and renames it into place. */
  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      var owner =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      var fresh = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".new", owner);
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes {@code key=value} lines in the given order, as {@link java.util.Properties} reads them.
   */
  static void writeProperties(Path file, Map<String, String> values) {
    var text = new StringWriter();
    values.forEach(
        (key, value) ->
            text.append(key).append('=').append(value.replace("\\", "\\\\")).append('\n'));
    write(file, text.toString());
  }

  /** Takes all rights on a folder from everybody but its owner and those who may walk through. */
  static void restrict(Path folder) throws IOException {
    var rights = EnumSet.copyOf(Files.getPosixFilePermissions(folder));
    rights.removeAll(EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
    Files.setPosixFilePermissions(folder, rights);
  }
}
