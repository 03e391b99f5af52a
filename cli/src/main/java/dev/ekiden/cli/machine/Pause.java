package dev.ekiden.cli.machine;

/** Waiting between two looks at something that cannot announce itself. */
public final class Pause {
  private Pause() {}

  /** Sleeps; an interrupt ends the command. */
  public static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", "run the command again", e);
    }
  }
}
