package dev.ekiden.bench.masters;

import dev.ekiden.bench.agents.Fleet;
import dev.ekiden.bench.figures.Figures;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What a death costs: a leader's, an agent's. */
final class Deaths {
  private static final Duration TRY = Duration.ofMillis(1_500);
  private static final int FIRST_PORT = 9_443;
  private static final int STEP = 10;

  private final Bench bench;
  private final Setting setting;

  Deaths(Bench bench) {
    this.bench = bench;
    this.setting = bench.setting();
  }

  /** Kills the leader again and again while somebody writes. */
  void leaders() throws InterruptedException {
    var writes = new ArrayList<Long>();
    var known = new ArrayList<Long>();
    for (int n = 0; n < setting.repeat(); n++) {
      leader(writes, known);
    }
    bench
        .figures()
        .figure(
            "leader killed, next write acknowledged: median, longest of %d"
                .formatted(writes.size()),
            medianAndLongest(writes),
            "≤ 5 s");
    bench
        .figures()
        .figure(
            "%,d agents with %,d instances known again after that write"
                .formatted(setting.agents(), bench.fleet().tally().running.get()),
            medianAndLongest(known),
            "≤ 5 s");
  }

  private void leader(List<Long> writes, List<Long> known) throws InterruptedException {
    var tally = bench.fleet().tally();
    long reserve = (long) setting.agents() * Math.min(Fleet.MOST_IN_RESERVE, setting.masters() - 1);
    Api.until(
        "all agents are known and stand by at the other masters",
        () -> tally.welcomed.get() == setting.agents() && tally.standingBy.get() >= reserve);
    var leader = bench.api().leader();
    var name = "master-" + ((leader.getPort() - FIRST_PORT) / STEP + 1);
    var pid = bench.stack().pids().getOrDefault(name, 0L);
    var killed = new AtomicLong(Long.MAX_VALUE);
    var acknowledged = new AtomicLong(Long.MAX_VALUE);
    var writer = new Thread(() -> write(killed, acknowledged), "writer");
    writer.start();
    Thread.sleep(500);
    long welcomes = tally.welcomes.get();
    killed.set(System.nanoTime());
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    writer.join();
    Api.until("all agents are back", () -> tally.welcomes.get() >= welcomes + setting.agents());
    long back = System.nanoTime();
    long write = acknowledged.get() - killed.get();
    writes.add(write);
    known.add(Math.max(0, back - acknowledged.get()));
    bench
        .figures()
        .note(
            "%s killed: write after %s, all agents known after %s; %s",
            name, Figures.seconds(write), Figures.seconds(back - killed.get()), tally);
    bench.stack().restart(name);
  }

  /** Writes at all masters at once until one write that began after the death is acknowledged. */
  private void write(AtomicLong killed, AtomicLong acknowledged) {
    var over = new AtomicBoolean();
    var threads = new ArrayList<Thread>();
    for (var master : setting.apis()) {
      threads.add(Thread.ofVirtual().start(() -> writeAt(master, over, killed, acknowledged)));
    }
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void writeAt(URI master, AtomicBoolean over, AtomicLong killed, AtomicLong acknowledged) {
    long n = 0;
    while (!over.get()) {
      long begin = System.nanoTime();
      var path = "/v2/apps/bench/probe-" + master.getPort();
      var done = bench.api().tryPut(master, path, probe(n++), TRY);
      if (done && begin > killed.get()) {
        acknowledged.accumulateAndGet(System.nanoTime(), Math::min);
        over.set(true);
        return;
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static String probe(long n) {
    return "{\"cmd\":\"sleep 1\",\"instances\":0,\"cpus\":0.01,\"mem\":32,\"portDefinitions\":[],"
        + "\"env\":{\"N\":\"%d\"}}".formatted(n);
  }

  /** One agent falls silent with all it runs. */
  void agent() {
    var tally = bench.fleet().tally();
    int perAgent = (int) (tally.running.get() / setting.agents());
    if (perAgent == 0) {
      bench.figures().note("no instances, so no agent dies");
      return;
    }
    long before = tally.started.get();
    long begin = System.nanoTime();
    bench.fleet().kill(1);
    Api.until(
        "its instances run elsewhere", () -> tally.started.get() >= before + Math.max(1, perAgent));
    bench
        .figures()
        .figure(
            "an agent with about %d instances dies: running elsewhere".formatted(perAgent),
            Figures.seconds(System.nanoTime() - begin),
            "≤ 30 s");
  }

  private static String medianAndLongest(List<Long> nanos) {
    var sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.isEmpty()
        ? "not measured"
        : "%s, %s"
            .formatted(
                Figures.seconds(sorted.get(sorted.size() / 2)), Figures.seconds(sorted.getLast()));
  }
}
