package dev.ekiden.core.foreign;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** Whether a framework hears us. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Connection {
  /** It has a stream. */
  record Open() implements Connection {}

  /** It has none; it is removed at {@code deadline} unless it subscribes before. */
  record Broken(Instant at, Instant deadline) implements Connection {}
}
