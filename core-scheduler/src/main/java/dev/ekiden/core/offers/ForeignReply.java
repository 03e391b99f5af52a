package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.FrameworkId;

/** The answer to a framework's call; to be given only once the facts are durable. */
public sealed interface ForeignReply {

  /** It was taken; what follows comes through the stream. */
  record Done() implements ForeignReply {}

  /**
   * It is subscribed under this id; {@code again} if that was known, and an old stream must end.
   */
  record Subscribed(FrameworkId framework, boolean again) implements ForeignReply {}

  /** It was refused and nothing has changed. */
  record Refused(Refusal refusal, String sentence) implements ForeignReply {}

  /** Why a call is refused. */
  enum Refusal {
    UNKNOWN_FRAMEWORK,
    DISCONNECTED,
    /** Its id is barred for ever. */
    FRAMEWORK_REMOVED,
    /** The id belongs to somebody else. */
    PRINCIPAL_DIFFERS,
    UNSUPPORTED_OPERATION
  }
}
