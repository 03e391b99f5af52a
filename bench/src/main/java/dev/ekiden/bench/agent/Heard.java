package dev.ekiden.bench.agent;

import dev.ekiden.core.wire.Report;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What the agent has reported, with {@link System#nanoTime} of when it came. */
final class Heard {
  private final Map<String, Long> running = new HashMap<>();
  private final Map<String, Long> pids = new HashMap<>();
  private final Map<String, Report.Ended> ended = new HashMap<>();
  private int hellos;
  private long lastHello;

  synchronized void note(Report report) {
    switch (report) {
      case Report.Hello _ -> {
        hellos++;
        lastHello = System.nanoTime();
      }
      case Report.Running(_, var instance, var pid, _, _) -> {
        running.putIfAbsent(instance, System.nanoTime());
        pids.put(instance, pid);
      }
      case Report.Ended it -> ended.put(it.instance(), it);
      case Report.StandBy _,
          Report.Heartbeat _,
          Report.Progress _,
          Report.Health _,
          Report.Ready _,
          Report.UnallocatedPorts _,
          Report.LogChunk _,
          Report.Part _,
          Report.Over _,
          Report.Resized _ -> {
        return;
      }
    }
    notifyAll();
  }

  synchronized int hellos() {
    return hellos;
  }

  synchronized long lastHello() {
    return lastHello;
  }

  synchronized long runningAt(String instance) {
    return running.getOrDefault(instance, 0L);
  }

  /** The first process of an instance, as the host numbers it. */
  synchronized long pid(String instance) {
    return pids.getOrDefault(instance, 0L);
  }

  synchronized long running(List<String> instances) {
    return instances.stream()
        .filter(it -> running.containsKey(it) && !ended.containsKey(it))
        .count();
  }

  synchronized long ended(List<String> instances) {
    return instances.stream().filter(ended::containsKey).count();
  }

  /** How the first of these ended, for people. */
  synchronized String anEnd(List<String> instances) {
    return instances.stream()
        .flatMap(it -> Optional.ofNullable(ended.get(it)).stream())
        .map(it -> it.instance() + ": " + it.detail())
        .findFirst()
        .orElse("none ended");
  }

  /** False if it did not come true in time. */
  synchronized boolean await(long seconds, Predicate<Heard> condition) throws InterruptedException {
    long until = System.nanoTime() + seconds * 1_000_000_000;
    while (!condition.test(this)) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
