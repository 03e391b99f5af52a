package dev.ekiden.portal.client;

/** A piece of a log; {@code next} is the offset in bytes to ask for afterwards. */
public record LogChunk(long next, long size, String text) {
  static LogChunk of(Fields chunk) {
    return new LogChunk(chunk.size("next"), chunk.size("size"), chunk.text("text"));
  }
}
