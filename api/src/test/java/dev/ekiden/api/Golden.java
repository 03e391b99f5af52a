package dev.ekiden.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/**
 * Bodies as clients get them, in src/test/resources/golden. A file that is not there yet is written
 * and the test fails once, for somebody to read it.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  public static void assertBody(String name, JsonNode body) {
    var file = FOLDER.resolve(name + ".json");
    var text = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(body) + "\n";
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, text);
        throw new AssertionError("written for the first time, read it: " + file);
      }
      // Compared as text: the order of the fields is part of what people read.
      assertThat(text).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
