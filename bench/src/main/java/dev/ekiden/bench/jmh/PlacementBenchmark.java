package dev.ekiden.bench.jmh;

import dev.ekiden.bench.scheduler.Apps;
import dev.ekiden.bench.scheduler.Cluster;
import dev.ekiden.core.decide.Decision;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Resources;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Placements per second: one turn places an app of 1,000 instances, which then goes again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgs = "-Xmx6g")
public class PlacementBenchmark {
  private static final int BATCH = 1_000;

  @Param({"10000"})
  int agents;

  @Param({"0.5", "0.9"})
  double full;

  @Param({"plain", "constrained"})
  String kind = "plain";

  private Cluster cluster = new Cluster();
  private AppSpec spec = Apps.plain("/p0/bench", new Resources(100, 64, 0), BATCH);

  /** Fills the cluster. */
  @Setup
  public void fill() {
    cluster = Cluster.of(agents).fill(full);
    if (kind.equals("constrained")) {
      spec = Apps.constrained("/p0/bench", new Resources(100, 64, 0), BATCH);
    }
  }

  /** Outside the measured time. */
  @TearDown(Level.Invocation)
  public void remove() {
    cluster.remove(spec.id());
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Decision place() {
    return cluster.turn(cluster.submitted(spec));
  }
}
