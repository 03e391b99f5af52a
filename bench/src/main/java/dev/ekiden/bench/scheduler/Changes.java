package dev.ekiden.bench.scheduler;

import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.Instance;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * How long the leader takes over one change of one app in a cluster of 10,000 agents and 1,000,000
 * running instances; and what these hold in memory.
 */
final class Changes {
  private static final int AGENTS = 10_000;
  private static final int APPS = 10_000;
  private static final int EACH = 100;
  private static final int ROUNDS = 10_000;
  private static final double MICROS = 1_000;

  private final PrintStream out;

  Changes(PrintStream out) {
    this.out = out;
  }

  void run() throws IOException {
    long before = Memory.usedBytes();
    long begin = System.nanoTime();
    var cluster = Cluster.of(AGENTS).running(APPS, EACH);
    double seconds = (System.nanoTime() - begin) / 1e9;
    int instances = cluster.state.instanceCount();
    long bytes = Memory.usedBytes() - before;
    out.printf(
        "%n%,d instances placed and started in %.1f s; heap held: %,d MiB, %,d bytes each%n",
        instances, seconds, bytes >> 20, bytes / instances);
    new Starts(out).run(cluster.state);
    var apps = cluster.state.apps().stream().map(App::id).toList();
    out.printf("%n%-34s %10s %10s %10s%n", "one change of one app", "p50 µs", "p99 µs", "max µs");
    line(cluster, apps, "an instance dies, another is placed", app -> dies(cluster, app));
    line(cluster, apps, "it starts to run", app -> starts(cluster, app));
    line(cluster, apps, "scaled up by one", app -> scaled(cluster, app, 1));
    line(cluster, apps, "scaled down by one", app -> scaled(cluster, app, -1));
    line(cluster, apps, "time passes", _ -> new Event.Tick(cluster.now()));
    line(cluster, apps, "restarted (100 instances begin)", app -> restarted(cluster, app));
  }

  private void line(Cluster cluster, List<AppId> apps, String name, Function<AppId, Event> change) {
    var nanos = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      // Each app once in a row, so that no change finds the one before it under way.
      var event = change.apply(apps.get(i % apps.size()));
      long begin = System.nanoTime();
      cluster.turn(event);
      nanos[i] = System.nanoTime() - begin;
    }
    // The first half warms up.
    var measured = Arrays.copyOfRange(nanos, ROUNDS / 2, ROUNDS);
    Arrays.sort(measured);
    out.printf(
        "%-34s %,10.1f %,10.1f %,10.1f%n",
        name,
        measured[measured.length / 2] / MICROS,
        measured[measured.length * 99 / 100] / MICROS,
        measured[measured.length - 1] / MICROS);
  }

  private static Event dies(Cluster cluster, AppId app) {
    return cluster.died(any(cluster, app), End.Cause.LOST);
  }

  private static Event starts(Cluster cluster, AppId app) {
    return new Event.InstanceStarted(
        cluster.now(), any(cluster, app).id(), cluster.random().nextLong(1, 1L << 40));
  }

  private static Instance any(Cluster cluster, AppId app) {
    var all = cluster.state.instancesOf(app);
    return all.get(cluster.random().nextInt(all.size()));
  }

  private static Event scaled(Cluster cluster, AppId app, int by) {
    var spec = cluster.state.app(app).orElseThrow().spec();
    return cluster.submitted(spec.withInstances(spec.instances() + by));
  }

  private static Event restarted(Cluster cluster, AppId app) {
    return new Event.AppRestarted(cluster.now(), "bench", app, true);
  }
}
