package dev.ekiden.core.decide;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Transition tables: a row a line, cells between bars; empty lines and comments are left out. */
final class Tables {
  private Tables() {}

  static List<String> read(String name) {
    var path = "/transitions/" + name + ".txt";
    try (InputStream in = Tables.class.getResourceAsStream(path)) {
      var text = new String(Objects.requireNonNull(in, path).readAllBytes(), UTF_8);
      return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }
}
