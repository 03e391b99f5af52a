package dev.ekiden.core.pool;

import java.util.Arrays;

/**
 * Counts by slot, summed up by the agents' values of one field; right until one of these changes.
 */
final class FieldSums {
  private final Field field;
  private final long changes;
  private int[] byNumber;

  FieldSums(Field field, IntCounts counts) {
    this.field = field;
    this.changes = field.changes();
    this.byNumber = new int[field.numbers()];
    counts.forEach(this::add);
  }

  boolean isValid() {
    return changes == field.changes();
  }

  boolean isOf(Field other) {
    return field == other && isValid();
  }

  void add(int slot, int delta) {
    int number = field.of(slot);
    if (number >= byNumber.length) {
      byNumber = Arrays.copyOf(byNumber, field.numbers());
    }
    byNumber[number] += delta;
  }

  int[] copy() {
    return Arrays.copyOf(byNumber, field.numbers());
  }
}
