package dev.ekiden.agent.supervise;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at all running instances once a second, on one thread: a glance is four system calls, and
 * for each instance to wake up for them would cost ten times as much. Instances look by themselves,
 * too, only more rarely.
 */
final class Glances {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private Glances() {}

  static void begin(Supplier<Collection<InstanceLoop>> live) {
    Thread.ofPlatform().daemon().name("glances").start(() -> go(live));
  }

  private static void go(Supplier<Collection<InstanceLoop>> live) {
    try {
      while (true) {
        live.get().forEach(InstanceLoop::glance);
        TimeUnit.NANOSECONDS.sleep(EVERY_NANOS);
      }
    } catch (InterruptedException _) {
      // The agent ends.
    }
  }
}
