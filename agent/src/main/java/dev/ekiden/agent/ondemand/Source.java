package dev.ekiden.agent.ondemand;

import dev.ekiden.core.wire.Answer;
import java.io.IOException;

/** One answer, made a piece at a time; used by one thread at a time. */
public interface Source extends AutoCloseable {

  /** What came of a look. */
  sealed interface Step {
    /** The next part of the answer. */
    record Piece(Answer answer) implements Step {}

    /** Nothing there yet; look again after so long. */
    record Later(long millis) implements Step {}

    /** All has been said. */
    record Done() implements Step {}
  }

  /** The next step; for not much longer than a tenth of a second, as others wait for their turn. */
  Step next() throws RefusedException, IOException;

  @Override
  default void close() {}
}
