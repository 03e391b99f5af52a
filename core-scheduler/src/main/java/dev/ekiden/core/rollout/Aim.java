package dev.ekiden.core.rollout;

import java.time.Instant;

/** What is meant to become of an app's instances at the moment. */
public sealed interface Aim {
  /** As many as wanted, of whatever version; what is missing is of the version now. */
  record Keep() implements Aim {}

  /** As many as wanted, all of the version now. */
  record Replace() implements Aim {}

  /**
   * Nothing is replaced and nothing is shed; what is missing is of this version.
   *
   * @param wanted at least so many
   */
  record Hold(int wanted, Instant version) implements Aim {}

  /**
   * Only the first few are of the version now.
   *
   * @param first so many, at least 1
   * @param wanted in all, more than {@code first}: as many as before
   * @param old version of the others
   */
  record Canary(int first, int wanted, Instant old) implements Aim {}
}
