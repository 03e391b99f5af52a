package dev.ekiden.bench.masters;

import dev.ekiden.bench.agents.Fleet;
import dev.ekiden.bench.figures.Figures;
import java.util.Map;
import java.util.stream.Collectors;

/** What every part needs: the setting, the stack, the fleet, the way to the API, the figures. */
record Bench(Setting setting, Stack stack, Fleet fleet, Api api, Figures figures) {
  /** Runs something and says what processor time it took of whom, in all and for each unit. */
  void withCpu(String what, Measured action) throws Exception {
    var pids = stack.pids();
    var before = Stack.cpuSeconds(pids);
    long begin = System.nanoTime();
    long units = Math.max(1, action.run());
    double seconds = (System.nanoTime() - begin) / 1e9;
    var after = Stack.cpuSeconds(pids);
    var used =
        after.entrySet().stream()
            .map(
                entry ->
                    Map.entry(
                        entry.getKey(),
                        entry.getValue() - before.getOrDefault(entry.getKey(), 0.0)))
            .filter(entry -> entry.getValue() >= 0.05)
            .map(
                entry ->
                    "%s %.1f s (%.0f µs each)"
                        .formatted(
                            entry.getKey(), entry.getValue(), entry.getValue() * 1e6 / units))
            .collect(Collectors.joining(", "));
    figures.note("%s: processor time in %.1f s: %s", what, seconds, used);
  }

  /** Answers how many units it has done. */
  interface Measured {
    long run() throws Exception;
  }
}
