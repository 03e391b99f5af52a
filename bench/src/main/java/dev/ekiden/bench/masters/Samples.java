package dev.ekiden.bench.masters;

import java.util.Arrays;
import java.util.TreeMap;

/** Latencies in nanoseconds and statuses of one load; filled by one thread, then read. */
final class Samples {
  private static final int FIRST_SIZE = 1 << 16;

  private final TreeMap<Integer, Long> statuses = new TreeMap<>();
  private long[] nanos = new long[FIRST_SIZE];
  private int size;
  private long begin;
  private long end;
  private boolean sorted;

  long begin() {
    begin = System.nanoTime();
    return begin;
  }

  void end() {
    end = System.nanoTime();
  }

  void add(int status, long latency) {
    statuses.merge(status, 1L, Long::sum);
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = latency;
  }

  /** 0.5 for the median, 1 for the longest. */
  long quantile(double share) {
    if (size == 0) {
      return 0;
    }
    if (!sorted) {
      Arrays.sort(nanos, 0, size);
      sorted = true;
    }
    return nanos[(int) Math.min(size - 1L, (long) Math.floor(share * size))];
  }

  /** Good answers a second. */
  double rate() {
    long good =
        statuses.entrySet().stream()
            .filter(entry -> entry.getKey() / 100 == 2)
            .mapToLong(java.util.Map.Entry::getValue)
            .sum();
    return good / ((end - begin) / 1e9);
  }

  int count() {
    return size;
  }

  /** How many answers had which status; 0 is a broken connection. */
  String statuses() {
    return statuses.toString();
  }
}
