package dev.ekiden.agent.supervise;

/** Who keeps an instance, as the instance sees it. */
interface Keeper {
  /** It is over, and all that can be taken away of it is gone. */
  void done(String instance);

  /**
   * Gives up the sandboxes of ended instances for the sake of a new one; false if there are none.
   */
  boolean makeRoom();
}
