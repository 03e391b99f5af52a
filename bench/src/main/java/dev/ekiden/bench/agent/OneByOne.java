package dev.ekiden.bench.agent;

import dev.ekiden.bench.figures.Figures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Instances that start one after the other, and beside each the same container under the bare
 * runtimes: in turn, so that whatever else the machine does hits all alike.
 */
final class OneByOne {
  private static final int WARM_UP = 5;

  private final Bench bench;

  OneByOne(Bench bench) {
    this.bench = bench;
  }

  void measure(int samples) throws Exception {
    var model = Bench.names("model", 1);
    bench.order(model);
    bench.awaitRunning(model);
    var runtimes = BareRuntime.installed(bench.bare());
    var bundles = new ArrayList<java.nio.file.Path>();
    for (var runtime : runtimes) {
      var group = "/ekiden/bench-bare/" + runtime.name();
      var bundle = bench.agent().instance(model.getFirst()).resolve("bundle");
      bundles.add(runtime.bundle(bundle, group));
    }
    var orders = new ArrayList<Long>();
    var ends = new ArrayList<Long>();
    var lives = new ArrayList<List<BareRuntime.Life>>();
    runtimes.forEach(_ -> lives.add(new ArrayList<>()));
    for (int sample = -WARM_UP; sample < samples; sample++) {
      var nanos = agent();
      if (sample >= 0) {
        orders.add(nanos.start());
        ends.add(nanos.stop());
      }
      for (int i = 0; i < runtimes.size(); i++) {
        var life = runtimes.get(i).live(bundles.get(i), "bench" + Math.abs(sample));
        if (sample >= 0) {
          lives.get(i).add(life);
        }
      }
    }
    bench.end(model);
    print(runtimes, lives, orders, ends, samples);
  }

  private BareRuntime.Life agent() throws IOException, InterruptedException {
    var one = Bench.names("one", 1);
    long begin = System.nanoTime();
    bench.order(one);
    bench.awaitRunning(one);
    long running = bench.heard().runningAt(one.getFirst());
    long order = System.nanoTime();
    bench.end(one);
    return new BareRuntime.Life(running - begin, System.nanoTime() - order);
  }

  private void print(
      List<BareRuntime> runtimes,
      List<List<BareRuntime.Life>> lives,
      List<Long> orders,
      List<Long> ends,
      int samples) {
    var figures = bench.figures();
    long order = median(orders);
    figures.figure(
        "order → executed, one by one, median of %d".formatted(samples), Figures.millis(order), "");
    figures.figure("order to end → ended", Figures.millis(median(ends)), "");
    for (int i = 0; i < runtimes.size(); i++) {
      var name = runtimes.get(i).name();
      long start = median(lives.get(i).stream().map(BareRuntime.Life::start).toList());
      long stop = median(lives.get(i).stream().map(BareRuntime.Life::stop).toList());
      figures.figure(
          "bare %s, the same container: create and start; kill and delete".formatted(name),
          Figures.millis(start) + "; " + Figures.millis(stop),
          "");
      figures.figure(
          "order → executed, beyond %s's own time".formatted(name),
          Figures.millis(order - start),
          name.equals("runc") ? "≤ 80 ms" : "");
    }
  }

  private static long median(List<Long> nanos) {
    var sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
