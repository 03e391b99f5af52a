package dev.ekiden.bench.scheduler;

/** What is held on the heap. */
final class Memory {
  private static final int ROUNDS = 3;

  private Memory() {}

  /** After everything that can go has gone. */
  static long usedBytes() {
    for (int i = 0; i < ROUNDS; i++) {
      System.gc();
    }
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
