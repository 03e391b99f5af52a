package dev.ekiden.core.state;

import dev.ekiden.core.pool.IntCounts;

/**
 * How many instances of one version of an app are in which state, and where the active ones are.
 */
public final class Tally {
  private static final Tally EMPTY = new Tally();

  private int live;
  private int active;
  private int serving;
  private int ready;
  private int toReplace;
  private int servingToReplace;
  private int inactive;
  private int unreachable;
  private final IntCounts places = new IntCounts();

  static Tally empty() {
    return EMPTY;
  }

  void add(Instance instance, int slot, int delta) {
    live += delta;
    if (instance.active()) {
      active += delta;
      places.add(slot, delta);
    }
    if (instance.serves()) {
      serving += delta;
    }
    if (instance.ready()) {
      ready += delta;
    }
    if (instance.active() && instance.goal() == Instance.Goal.REPLACE) {
      toReplace += delta;
      servingToReplace += instance.serves() ? delta : 0;
    }
    if (instance.condition() == Instance.Condition.INACTIVE) {
      inactive += delta;
    }
    if (instance.condition() == Instance.Condition.UNREACHABLE) {
      unreachable += delta;
    }
  }

  /** All that have not ended. */
  public int live() {
    return live;
  }

  /** Those that count to the number wanted. */
  public int active() {
    return active;
  }

  public int serving() {
    return serving;
  }

  /** Serving, and ready where they are asked. */
  public int ready() {
    return ready;
  }

  /** Active, but to be replaced. */
  public int toReplace() {
    return toReplace;
  }

  /** Serving, but to be replaced. */
  public int servingToReplace() {
    return servingToReplace;
  }

  /** Given up, though not yet forgotten: nobody waits for them. */
  public int inactive() {
    return inactive;
  }

  public int unreachable() {
    return unreachable;
  }

  /** Told to end, or given up (see {@link #inactive}). */
  public int ending() {
    return live - active;
  }

  /** Active ones by the slot of their agent; not to be changed. */
  public IntCounts places() {
    return places;
  }
}
