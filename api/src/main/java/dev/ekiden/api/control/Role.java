package dev.ekiden.api.control;

/**
 * What this master does at the moment. STARTING, once it has read the registrar, becomes STANDBY;
 * elected, a standby is CATCHING_UP and then LEADING; whatever ends leading makes it STANDBY again.
 */
public enum Role {
  /** Waits for the database or reads what there is. */
  STARTING,
  /** Follows the journal, knows the state, decides nothing. */
  STANDBY,
  /** Elected; reads the last of what its predecessor has written. */
  CATCHING_UP,
  /** Decides. */
  LEADING
}
