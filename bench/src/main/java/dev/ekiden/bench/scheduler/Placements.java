package dev.ekiden.bench.scheduler;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Resources;
import java.io.PrintStream;

/**
 * Placements per second: whole turns of the leader (admission, quota, placing, facts made true) for
 * one new app after the other, each taken away again outside the measured time.
 */
final class Placements {
  private static final Resources SMALL = new Resources(100, 64, 0);
  private static final long WARM_NANOS = 1_500_000_000L;
  private static final long MEASURED_NANOS = 3_000_000_000L;
  private static final int[] SIZES = {100, 1_000, 10_000, 50_000};

  private final PrintStream out;

  Placements(PrintStream out) {
    this.out = out;
  }

  void run() {
    out.printf(
        "%n%-8s %5s %10s %12s %14s %12s%n",
        "agents", "full", "instances", "plain/s", "constrained/s", "single/s");
    for (int agents : SIZES) {
      for (double share : new double[] {0.5, 0.9}) {
        row(agents, share);
      }
    }
  }

  private void row(int agents, double share) {
    var cluster = Cluster.of(agents).fill(share);
    int filled = cluster.state.instanceCount();
    // A tenth of the agents' number at most, so that the cluster stays as full as it is said to be.
    int batch = Math.min(1_000, agents / 2);
    double plain = rate(cluster, batch, Apps.plain("/p0/plain", SMALL, batch));
    int most = Math.min(1_000, agents / 3);
    double constrained = rate(cluster, most, Apps.constrained("/p1/tight", SMALL, most));
    double single = rate(cluster, 1, Apps.plain("/p2/single", SMALL, 1));
    out.printf(
        "%-8d %4.0f%% %10d %,12.0f %,14.0f %,12.0f%n",
        agents, share * 100, filled, plain, constrained, single);
  }

  private static double rate(Cluster cluster, int batch, AppSpec spec) {
    measure(cluster, batch, spec, WARM_NANOS);
    return measure(cluster, batch, spec, MEASURED_NANOS);
  }

  private static double measure(Cluster cluster, int batch, AppSpec spec, long enoughNanos) {
    long placed = 0;
    long nanos = 0;
    while (nanos < enoughNanos) {
      var event = cluster.submitted(spec);
      long begin = System.nanoTime();
      cluster.turn(event);
      nanos += System.nanoTime() - begin;
      int count = cluster.state.countOf(spec.id());
      if (count != batch) {
        throw new IllegalStateException("placed %d of %d".formatted(count, batch));
      }
      placed += count;
      cluster.remove(spec.id());
    }
    return placed * 1e9 / nanos;
  }
}
