package dev.ekiden.core.state;

import dev.ekiden.core.model.Priority;

/** How many live instances each band has, those of deleted apps left out. */
final class Bands {
  private final int[] live = new int[Priority.values().length];

  void add(Priority band, int count) {
    live[band.ordinal()] += count;
  }

  int below(Priority band) {
    int sum = 0;
    for (int i = 0; i < band.ordinal(); i++) {
      sum += live[i];
    }
    return sum;
  }
}
