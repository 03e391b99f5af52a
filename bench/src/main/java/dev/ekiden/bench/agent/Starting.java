package dev.ekiden.bench.agent;

import dev.ekiden.bench.figures.Figures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.TimeUnit;

/** From the launcher's start to the hello, and what the agent then holds. */
final class Starting {
  private static final int TIMES = 5;
  private static final int SETTLE_SECONDS = 15;

  private final Bench bench;

  Starting(Bench bench) {
    this.bench = bench;
  }

  void measure() throws Exception {
    var nanos = new ArrayList<Long>();
    for (int time = 0; time < TIMES; time++) {
      bench.agent().kill();
      int hellos = bench.heard().hellos();
      long begin = System.nanoTime();
      bench.agent().start();
      bench.awaitHello(hellos + 1);
      nanos.add(bench.heard().lastHello() - begin);
    }
    Collections.sort(nanos);
    bench
        .figures()
        .figure(
            "ready after its start, median of %d (longest %s)"
                .formatted(TIMES, Figures.seconds(nanos.getLast())),
            Figures.seconds(nanos.get(TIMES / 2)),
            "≤ 1 s");
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    long pid = bench.agent().pid();
    bench
        .figures()
        .figure(
            "resident memory, idle (with shared pages counted in part: %.1f MiB)"
                .formatted(Proc.proportionalMebi(pid)),
            "%.1f MiB".formatted(Proc.residentMebi(pid)),
            "≤ 72 MiB");
  }
}
