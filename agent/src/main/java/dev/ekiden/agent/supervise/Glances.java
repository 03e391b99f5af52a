package dev.ekiden.agent.supervise;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at all running instances on one thread: for each instance to wake up for it would cost ten
 * times as much. Each second whether its log was replaced and the kernel killed in it, as nobody
 * tells of those; every other second whether its process is there, which costs most and of which
 * conmon tells by itself ({@link ExitWatch}). Instances look by themselves, too, only more rarely.
 */
final class Glances {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private Glances() {}

  static void begin(Supplier<Collection<InstanceLoop>> live) {
    Thread.ofPlatform().daemon().name("glances").start(() -> go(live));
  }

  private static void go(Supplier<Collection<InstanceLoop>> live) {
    try {
      for (boolean withProcess = true; ; withProcess = !withProcess) {
        for (var instance : live.get()) {
          instance.glance(withProcess);
        }
        TimeUnit.NANOSECONDS.sleep(EVERY_NANOS);
      }
    } catch (InterruptedException _) {
      // The agent ends.
    }
  }
}
