package dev.ekiden.api.instances;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.databind.node.ObjectNode;

/** Server-sent events, each on its way when it was flushed. */
final class EventWriter {
  /** After so long a browser comes again when the stream has broken off. */
  private static final String RETRY_MILLIS = "2000";

  private final OutputStream out;

  EventWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Liberty keeps back what the first flush should send, up to 32 KiB; from the second one on each
   * event leaves at once.
   */
  void begin() throws IOException {
    write("retry: " + RETRY_MILLIS + "\n\n");
    flush();
    beat();
  }

  /** Something that says nothing: the only way to learn that the reader is gone. */
  void beat() throws IOException {
    write(":\n\n");
    flush();
  }

  /** JSON has no line feeds, so one data line will do. */
  void event(String name, String id, ObjectNode data) throws IOException {
    write(
        "event: %s\n%sdata: %s\n\n".formatted(name, id.isEmpty() ? "" : "id: " + id + "\n", data));
  }

  void flush() throws IOException {
    out.flush();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
  }
}
