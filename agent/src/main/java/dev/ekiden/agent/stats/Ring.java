package dev.ekiden.agent.stats;

import java.util.Arrays;

/**
 * The newest rows of numbers, the oldest one making room. One array, as an object for each of some
 * hundred instances' 360 samples would cost the agent ten times as much; small as long as few rows
 * are there.
 */
final class Ring {
  private static final int FIRST_ROWS = 8;

  private final int width;
  private final int mostRows;
  private int[] cells;
  private int first;
  private int rows;

  /**
   * @param width numbers in a row
   * @param mostRows rows that are kept
   */
  Ring(int width, int mostRows) {
    this.width = width;
    this.mostRows = mostRows;
    this.cells = new int[width * Math.min(FIRST_ROWS, mostRows)];
  }

  int rows() {
    return rows;
  }

  void add(int... row) {
    if (row.length != width) {
      throw new IllegalArgumentException("%d numbers instead of %d".formatted(row.length, width));
    }
    if (rows == mostRows) {
      System.arraycopy(row, 0, cells, first * width, width);
      first = (first + 1) % mostRows;
      return;
    }
    // Until it is full, row 0 is the oldest one.
    if ((rows + 1) * width > cells.length) {
      cells = Arrays.copyOf(cells, Math.min(cells.length * 2, width * mostRows));
    }
    System.arraycopy(row, 0, cells, rows * width, width);
    rows++;
  }

  /**
   * @param index 0 for the oldest row
   */
  int[] row(int index) {
    if (index < 0 || index >= rows) {
      throw new IndexOutOfBoundsException(index);
    }
    var at = (first + index) % mostRows * width;
    return Arrays.copyOfRange(cells, at, at + width);
  }

  int bytes() {
    return cells.length * Integer.BYTES;
  }
}
