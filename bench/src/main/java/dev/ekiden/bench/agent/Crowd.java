package dev.ekiden.bench.agent;

import dev.ekiden.bench.figures.Figures;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Many instances at once. */
final class Crowd {
  private static final int IDLE_INSTANCES = 100;
  private static final int SETTLE_SECONDS = 10;
  private static final int SAMPLE = 50;

  private final Bench bench;

  Crowd(Bench bench) {
    this.bench = bench;
  }

  /** What an agent does while nothing happens. */
  void idle(int seconds) throws Exception {
    var instances = Bench.names("idle", IDLE_INSTANCES);
    bench.order(instances);
    bench.awaitRunning(instances);
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    long pid = bench.agent().pid();
    var before = Proc.cpu(pid);
    long begin = System.nanoTime();
    TimeUnit.SECONDS.sleep(seconds);
    double share = Proc.cpu(pid).since(before).own() / ((System.nanoTime() - begin) / 1e9) * 100;
    bench
        .figures()
        .figure(
            "processor, idle with %d instances, over %d s".formatted(IDLE_INSTANCES, seconds),
            "%.2f %% of a core".formatted(share),
            "≤ 1 %");
    bench.end(instances);
  }

  void wave(int count) throws Exception {
    var instances = Bench.names("wave", count);
    launch(instances, count == 200 ? "≤ 4 s" : "");
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    long pid = bench.agent().pid();
    bench
        .figures()
        .figure(
            "resident memory with %,d instances (with shared pages counted in part: %.1f MiB)"
                .formatted(count, Proc.proportionalMebi(pid)),
            "%.1f MiB".formatted(Proc.residentMebi(pid)),
            count == 200 ? "≤ 96 MiB" : "");
    supervision(instances);
    end(instances);
  }

  /** All run, and all end: none is lost, none dies by itself, the agent neither. */
  void many(int count) throws Exception {
    var instances = Bench.names("many", count);
    launch(instances, "");
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    long still = bench.heard().running(instances);
    long there = processes(instances);
    end(instances);
    long left = processes(instances);
    bench
        .figures()
        .figure(
            "%,d instances: running; their processes there; ended; processes left".formatted(count),
            "%d; %d; %d; %d".formatted(still, there, bench.heard().ended(instances), left),
            "none lost");
    if (!bench.agent().isAlive()) {
      throw new IllegalStateException("the agent is dead: " + bench.agent().output());
    }
  }

  private long processes(List<String> instances) {
    return instances.stream().filter(it -> Proc.isIn(bench.heard().pid(it), it)).count();
  }

  private void launch(List<String> instances, String target)
      throws IOException, InterruptedException {
    double busy = Proc.machineBusySeconds();
    var before = Proc.cpu(bench.agent().pid());
    long begin = System.nanoTime();
    bench.order(instances);
    bench.awaitRunning(instances);
    long last = instances.stream().mapToLong(bench.heard()::runningAt).max().orElse(begin);
    int count = instances.size();
    bench
        .figures()
        .figure(
            "%,d instances, order → all running".formatted(count),
            Figures.seconds(last - begin),
            target);
    double all = Proc.machineBusySeconds() - busy;
    var agent = Proc.cpu(bench.agent().pid()).since(before);
    bench
        .figures()
        .note(
            "processor time for each: %.1f ms of the machine, whoever used it; %.1f ms the agent"
                + " itself, %.1f ms the programs it waited for",
            all * 1000 / count, agent.own() * 1000 / count, agent.reaped() * 1000 / count);
  }

  private void end(List<String> instances) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    bench.end(instances);
    bench
        .figures()
        .figure(
            "%,d instances, order to end → all ended".formatted(instances.size()),
            Figures.seconds(System.nanoTime() - begin),
            "");
  }

  /** What stays for an instance beside its own command: conmon, and the shell that is process 1. */
  private void supervision(List<String> instances) {
    double conmon = 0;
    double shell = 0;
    var some = instances.subList(0, Math.min(SAMPLE, instances.size()));
    for (var instance : some) {
      long init = bench.heard().pid(instance);
      shell += Proc.proportionalMebi(init);
      conmon += Proc.proportionalMebi(Proc.parent(init));
    }
    bench
        .figures()
        .figure(
            "supervision of an instance: conmon %.2f MiB and its process 1 %.2f MiB (PSS)"
                .formatted(conmon / some.size(), shell / some.size()),
            "%.2f MiB".formatted((conmon + shell) / some.size()),
            "≤ 1.5 MiB");
  }
}
