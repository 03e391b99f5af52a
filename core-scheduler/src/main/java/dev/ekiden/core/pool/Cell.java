package dev.ekiden.core.pool;

/** Agents of a {@link Terrain} that are alike in everything the terms keep apart. */
public final class Cell {
  final int[] values;
  private final long wishes;
  final SlotSet slots = new SlotSet();
  int position;

  Cell(int[] values, long wishes) {
    this.values = values;
    this.wishes = wishes;
  }

  /** Number of the value that its agents have of the terms' field at that index; 0: none. */
  public int value(int field) {
    return values[field];
  }

  /** Whether its agents meet the terms' wish at that index. */
  public boolean meets(int wish) {
    return (wishes & 1L << wish) != 0;
  }

  long wishes() {
    return wishes;
  }

  public SlotSet slots() {
    return slots;
  }

  /** Where it stands among the cells. */
  public int position() {
    return position;
  }
}
