package dev.ekiden.agent.check;

import java.io.IOException;
import java.time.Duration;

/** Where an instance is: runs commands there, as the instance would. */
public interface Inside {

  /** What became of a command. */
  sealed interface Outcome {
    /**
     * It ended by itself.
     *
     * @param status 0 to 255; 128 and the number of the signal that ended it
     * @param said the beginning of what it printed
     */
    record Ended(int status, String said) implements Outcome {}

    /** It took too long and was ended, and all that it had started. */
    record Overdue(String said) implements Outcome {}

    /** It printed too much and was ended, and all that it had started. */
    record TooLoud(String said) implements Outcome {}

    /** It could not be run. */
    record NotRun(String why) implements Outcome {}
  }

  /**
   * Runs a line of the shell and returns when nothing of it is left. Several at a time wait for
   * each other.
   */
  Outcome run(String command, Duration patience) throws IOException, InterruptedException;
}
