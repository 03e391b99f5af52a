package dev.ekiden.bench.masters;

import dev.ekiden.bench.figures.Figures;
import java.util.Map;
import java.util.TreeMap;

/**
 * From the request to run an app until all its instances have been reported running by the agents,
 * the reports are durable and acknowledged, and the API shows them. {@link Setting#apps} apps at
 * once share the instances.
 */
final class Launching {
  /** The API takes no more. */
  private static final int MOST_OF_AN_APP = 100_000;

  private final Bench bench;
  private final String prefix;

  Launching(Bench bench, String prefix) {
    this.bench = bench;
    this.prefix = prefix;
  }

  /** Launches and prints instances a second; the apps stay. */
  double launch(String what, int instances, Definition definition, String target) throws Exception {
    var rate = new double[1];
    bench.withCpu(
        what,
        () -> {
          long nanos = measure(instances, definition);
          rate[0] = instances / (nanos / 1e9);
          bench
              .figures()
              .figure(
                  "%s: %,d instances on %,d agents, from request to running"
                      .formatted(what, instances, bench.setting().agents()),
                  "%s/s (%s)".formatted(Figures.number(rate[0]), Figures.seconds(nanos)),
                  target);
          return instances;
        });
    return rate[0];
  }

  /** An app of so many instances. */
  interface Definition {
    String of(int instances);
  }

  private long measure(int instances, Definition definition) {
    int least = Math.ceilDiv(instances, MOST_OF_AN_APP);
    int apps = Math.min(Math.max(bench.setting().apps(), least), instances);
    var tally = bench.fleet().tally();
    long before = tally.started.get();
    long begin = System.nanoTime();
    for (int n = 0; n < apps; n++) {
      int share = instances / apps + (n < instances % apps ? 1 : 0);
      bench.api().put("/v2/apps/bench/" + prefix + n, definition.of(share));
    }
    long asked = System.nanoTime();
    Api.until("all are running", () -> tally.started.get() >= before + instances);
    long started = System.nanoTime();
    Api.until("all reports are acknowledged", () -> tally.waiting.get() == 0);
    long durable = System.nanoTime();
    Api.until("the API shows all running", () -> shown() >= instances);
    long end = System.nanoTime();
    bench
        .figures()
        .note(
            "request answered after %s, last one running %s, all reports durable %s, visible %s",
            Figures.seconds(asked - begin),
            Figures.seconds(started - begin),
            Figures.seconds(durable - begin),
            Figures.seconds(end - begin));
    return end - begin;
  }

  /** Instances that the API counts as running. */
  int shown() {
    return counts().getOrDefault("running", 0);
  }

  private Map<String, Integer> counts() {
    var counts = new TreeMap<String, Integer>();
    for (var app : bench.api().json("/v2/apps?id=bench/" + prefix).path("apps")) {
      counts.merge("running", app.path("tasksRunning").asInt(0), Integer::sum);
      counts.merge("apps", 1, Integer::sum);
    }
    return counts;
  }

  /** Deletes the apps and waits until nothing of them is left. */
  void clear() throws Exception {
    var tally = bench.fleet().tally();
    long before = tally.running.get();
    bench.withCpu(
        "ending them",
        () -> {
          long begin = System.nanoTime();
          for (var app : bench.api().json("/v2/apps?id=bench/" + prefix).path("apps")) {
            bench.api().delete("/v2/apps" + app.path("id").asString() + "?force=true");
          }
          Api.until("nothing is left", () -> counts().isEmpty() && tally.waiting.get() == 0);
          bench.figures().note("all ended after %s", Figures.seconds(System.nanoTime() - begin));
          return before;
        });
  }
}
