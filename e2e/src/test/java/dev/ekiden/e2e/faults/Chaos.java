package dev.ekiden.e2e.faults;

import dev.ekiden.e2e.Ekiden;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Faults drawn by a seed, one after the other for some minutes, on a stack with writers and a
 * visitor; at the end everything must be whole and the history right. Started by {@code ./ekiden
 * bench chaos}, in a network of its own, and for three minutes by the tests.
 */
final class Chaos {
  private static final int AFTER_FAILURE = 1;

  private final Schedule schedule;
  private final int minutes;
  private final List<String> happened = new ArrayList<>();
  private boolean costly;

  Chaos(long seed, int minutes) {
    this.schedule = Schedule.of(seed, minutes);
    this.minutes = minutes;
  }

  /** Arguments: minutes and seed. Starts a stack, and leaves it only if something is wrong. */
  public static void main(String[] arguments) {
    int minutes = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    try {
      Files.createDirectories(Ekiden.TARGET);
      Ekiden.run("down", "--purge");
      Ekiden.up().orFail();
      new Chaos(seed, minutes).run();
      Ekiden.run("down", "--purge").orFail();
    } catch (IOException | RuntimeException | AssertionError e) {
      System.out.println("NOT CLEAN: " + e);
      System.out.println("logs: " + Ekiden.DATA.resolve("logs"));
      Ekiden.run("down");
      System.exit(AFTER_FAILURE);
    }
  }

  /** Throws an AssertionError if anything was lost, doubled or stale. */
  void run() {
    System.out.printf(
        "chaos with seed %d for %d minutes; again with: ./ekiden bench chaos --minutes %d --seed %d%n",
        schedule.seed(), minutes, minutes, schedule.seed());
    Processes.bringAllBack();
    try (var disk = SmallDisk.mount();
        var clock = WrongClock.of("agent-2");
        var vigil = new Vigil("chaos", schedule.seed())) {
      try {
        strike(disk, clock);
      } finally {
        mend();
      }
      judge(vigil);
    }
    System.out.printf(
        "clean: %d faults (%s)%n",
        happened.size(),
        happened.stream()
            .collect(
                Collectors.groupingBy(
                    name -> name, java.util.TreeMap::new, Collectors.counting())));
  }

  private void strike(SmallDisk disk, WrongClock clock) {
    long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
    for (var step : schedule.steps()) {
      Pauses.lasting(step.quiet());
      if (System.nanoTime() > end) {
        return;
      }
      System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + step);
      long began = System.nanoTime();
      step.mischief().happen(step.time(), new SplittableRandom(step.seed()), disk, clock);
      happened.add(step.mischief().name());
      mend();
      var took = Duration.ofNanos(System.nanoTime() - began);
      costly |= step.mischief().mayCostInstances(took);
    }
  }

  /** Starts what is down; one master of three may stay so until the next time. */
  private static void mend() {
    Processes.bringBack();
  }

  private void judge(Vigil vigil) {
    Processes.disarm(Masters.NAMES); // whoever tests next on this stack expects none to die
    Processes.bringAllBack();
    if (costly) {
      vigil.nothingWasLostButInstances();
    } else {
      vigil.nothingWasLost();
    }
  }
}
