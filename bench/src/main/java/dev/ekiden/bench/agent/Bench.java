package dev.ekiden.bench.agent;

import dev.ekiden.bench.figures.Figures;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What every part needs.
 *
 * @param bare where the runtimes that are driven without the agent keep their things
 */
record Bench(StandInMaster master, Heard heard, RealAgent agent, Figures figures, Path bare) {
  private static final int PATIENCE_SECONDS = 300;
  private static final Limits LIMITS = new Limits(100, 32, 0);

  /** Ids that nobody has had. */
  static List<String> names(String what, int count) {
    var run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    return IntStream.range(0, count).mapToObj(n -> "bench_" + what + "." + run + "-" + n).toList();
  }

  void order(List<String> instances) {
    master.send(instances.stream().map(Bench::run).toList());
  }

  private static Order.Run run(String instance) {
    return new Order.Run(
        StandInMaster.epoch(),
        instance,
        "/bench/app",
        List.of("/bin/sleep", "100000"),
        new TreeMap<>(),
        LIMITS,
        List.of(),
        List.of(),
        List.of(),
        1000);
  }

  /** Until all are running; what does not come to run is an error. */
  void awaitRunning(List<String> instances) throws IOException, InterruptedException {
    int count = instances.size();
    if (!heard.await(PATIENCE_SECONDS, it -> it.running(instances) == count)) {
      throw broken("only %d of %d run".formatted(heard.running(instances), count), instances);
    }
  }

  /** Ends them at once. */
  void end(List<String> instances) throws IOException, InterruptedException {
    master.send(
        instances.stream()
            .map(it -> new Order.Kill(StandInMaster.epoch(), it, 0, "measured"))
            .toList());
    int count = instances.size();
    if (!heard.await(PATIENCE_SECONDS, it -> it.ended(instances) == count)) {
      throw broken("only %d of %d ended".formatted(heard.ended(instances), count), instances);
    }
  }

  void awaitHello(int count) throws IOException, InterruptedException {
    if (!heard.await(PATIENCE_SECONDS, it -> it.hellos() >= count)) {
      throw broken("the agent does not say hello", List.of());
    }
  }

  private IOException broken(String what, List<String> instances) throws IOException {
    var lines = Files.readAllLines(agent.output());
    var last = String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    return new IOException("%s; %s\n%s".formatted(what, heard.anEnd(instances), last));
  }
}
