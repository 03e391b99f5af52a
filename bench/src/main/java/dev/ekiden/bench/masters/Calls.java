package dev.ekiden.bench.masters;

import dev.ekiden.bench.figures.Figures;
import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongFunction;

/** The API under load: writes at a fixed rate, writes and reads at saturation, a long list. */
final class Calls {
  private static final int LISTED_APPS = 1_000;
  private static final int LISTED_TASKS = 10_000;
  private static final int LIST_REPEATS = 20;
  private static final double P50 = 0.5;
  private static final double P99 = 0.99;

  private final Bench bench;
  private final Setting setting;
  private final URI leader;

  Calls(Bench bench) {
    this.bench = bench;
    this.setting = bench.setting();
    this.leader = bench.api().leader();
  }

  /** New apps of one instance at a fixed rate. */
  void writes() throws Exception {
    int each = setting.writesPerSecond();
    var time = Duration.ofSeconds(setting.seconds());
    var requests = requests();
    long run = System.currentTimeMillis();
    try (var load =
        open(setting.connections(), n -> requests.put(name("w", run, n), AppJson.small(1)))) {
      bench.withCpu(
          "writes at %d/s".formatted(each),
          () -> {
            var samples = load.atRate(each, time);
            bench.figures().note("answers: %s", samples.statuses());
            bench
                .figures()
                .figure(
                    "PUT of new apps with one instance, %d/s: p50, p99, longest".formatted(each),
                    latencies(samples),
                    "p99 ≤ 50 ms");
            return samples.count();
          });
    }
    forget("w", run, each * time.toSeconds());
  }

  /** New apps without an instance, as fast as they are taken. */
  void saturate() throws Exception {
    var requests = requests();
    long run = System.currentTimeMillis();
    var done = new long[1];
    try (var load =
        open(setting.connections(), n -> requests.put(name("s", run, n), AppJson.small(0)))) {
      bench.withCpu(
          "writes at saturation",
          () -> {
            var samples = load.saturate(Duration.ofSeconds(setting.seconds()));
            done[0] = samples.count();
            bench.figures().note("answers: %s; %s", samples.statuses(), latencies(samples));
            bench
                .figures()
                .figure(
                    "durable app writes on %d connections".formatted(setting.connections()),
                    Figures.number(samples.rate()) + "/s",
                    "≥ 2,500/s");
            return samples.count();
          });
    }
    forget("s", run, done[0]);
  }

  /** One small app again and again. */
  void reads() throws Exception {
    bench.api().put("/v2/apps/bench/read?force=true", AppJson.small(1));
    var request = requests().get("/v2/apps/bench/read");
    try (var load = open(setting.connections(), _ -> request.retainedDuplicate())) {
      load.saturate(Duration.ofSeconds(setting.seconds()));
    }
    try (var load = open(setting.connections(), _ -> request.retainedDuplicate())) {
      bench.withCpu(
          "reads",
          () -> {
            var samples = load.saturate(Duration.ofSeconds(setting.seconds()));
            bench.figures().note("answers: %s; %s", samples.statuses(), latencies(samples));
            bench
                .figures()
                .figure(
                    "GET /v2/apps/{id} on %d connections".formatted(setting.connections()),
                    Figures.number(samples.rate()) + "/s",
                    "≥ 10,000/s");
            return samples.count();
          });
    }
    bench.api().delete("/v2/apps/bench/read");
  }

  /** The list that dashboards ask for; one caller. */
  void list() throws Exception {
    var launching = new Launching(bench, "l");
    var requests = requests();
    int instances = LISTED_TASKS / LISTED_APPS;
    try (var load = open(8, n -> requests.put("/v2/apps/bench/l" + n, AppJson.small(instances)))) {
      load.all(LISTED_APPS);
    }
    Api.until("the listed run", () -> launching.shown() == LISTED_TASKS);
    var request = requests.get("/v2/apps?embed=apps.tasks");
    try (var load = open(1, _ -> request.retainedDuplicate())) {
      load.all(LIST_REPEATS);
    }
    try (var load = open(1, _ -> request.retainedDuplicate())) {
      var samples = load.all(LIST_REPEATS);
      bench.figures().note("answers: %s", samples.statuses());
      bench
          .figures()
          .figure(
              "GET /v2/apps?embed=apps.tasks, %,d apps, %,d tasks: p50, p99, longest"
                  .formatted(LISTED_APPS, LISTED_TASKS),
              latencies(samples),
              "≤ 150 ms");
    }
    forgetAll(requests, LISTED_APPS, n -> "/v2/apps/bench/l" + n);
  }

  private void forget(String prefix, long run, long count) throws Exception {
    forgetAll(requests(), count, n -> name(prefix, run, n));
  }

  private void forgetAll(Requests requests, long count, LongFunction<String> path)
      throws Exception {
    try (var load = open(16, n -> requests.delete(path.apply(n) + "?force=true"))) {
      var samples = load.all(count);
      bench.figures().note("apps deleted: %s", samples.statuses());
    }
    Api.until("all is ended", () -> bench.fleet().tally().waiting.get() == 0);
  }

  private static String name(String prefix, long run, long n) {
    return "/v2/apps/bench/" + prefix + run + "-" + n;
  }

  private Load open(int connections, LongFunction<ByteBuf> requests) throws Exception {
    return Load.open(leader, setting.ssl(), connections, requests);
  }

  private Requests requests() {
    return new Requests(leader, bench.api().token());
  }

  private static String latencies(Samples samples) {
    return "%s, %s, %s"
        .formatted(
            Figures.millis(samples.quantile(P50)),
            Figures.millis(samples.quantile(P99)),
            Figures.millis(samples.quantile(1)));
  }
}
