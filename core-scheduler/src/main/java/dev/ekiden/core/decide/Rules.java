package dev.ekiden.core.decide;

/**
 * Settings of the whole cluster that decisions need.
 *
 * @param firstServicePort and {@code lastServicePort}: from which service ports are given,
 *     inclusive
 */
public record Rules(int firstServicePort, int lastServicePort) {
  /** Marathon's range. */
  public static final Rules DEFAULT = new Rules(10_000, 19_999);
}
