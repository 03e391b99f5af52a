package dev.ekiden.core.state;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** Whether giving up what silent agents hold is stopped, as too many fell silent at once. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Brake {
  /** It is not. */
  record Off() implements Brake {}

  /** It is. */
  record On(int silent, int known, Instant since) implements Brake {}
}
