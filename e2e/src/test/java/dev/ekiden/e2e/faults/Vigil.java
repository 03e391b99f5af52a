package dev.ekiden.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.e2e.Api;
import dev.ekiden.e2e.Eventually;
import dev.ekiden.e2e.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/**
 * Watches the stack while a fault is injected: clients write and read, somebody visits a page, and
 * what runs is compared before and after. {@link #nothingWasLost} is the judgement.
 */
final class Vigil implements AutoCloseable {
  private static final int ENOUGH_ANSWERS = 25;
  private static final int ENOUGH_WRITES = 20;

  /** An agent that is away for less is not given up. */
  static final Duration SURELY_KEPT = Duration.ofSeconds(15);

  private final String name;
  private final TreeMap<String, List<String>> before;
  private final Writers writers;
  private final Visitor visitor;

  /** Begins on a whole stack; {@code name} is part of the ids that are written. */
  Vigil(String name, long seed) {
    this.name = name;
    Processes.bringBack();
    Api.through(Masters.address(Masters.awaitLeader()));
    Steady.deploy();
    this.before = Steady.census();
    this.writers = new Writers(name, seed);
    this.visitor = Visitor.of(Steady.PAGE_NAME);
    try {
      writers.awaitWrites(ENOUGH_WRITES);
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  Writers writers() {
    return writers;
  }

  /**
   * Starts what is missing, waits until all is well again, and judges: the same instances with the
   * same processes, every write where it must be, every visitor served.
   */
  void nothingWasLost() {
    judge();
    assertThat(Steady.census()).as("instances and their processes").isEqualTo(before);
  }

  /** The same where a fault explains that instances were replaced: as many run, none twice. */
  void nothingWasLostButInstances() {
    judge();
    assertThat(Steady.census()).hasSameSizeAs(before);
  }

  /**
   * The same where an agent was away for so long: beyond 20 s it is given up, so that instances may
   * be replaced for a good reason. A busy machine takes longer to start an agent than a test can
   * ask for.
   */
  void nothingWasLostWhileAway(Duration away) {
    if (away.compareTo(SURELY_KEPT) < 0) {
      nothingWasLost();
    } else {
      System.out.printf("%s: the agent was away for %d s%n", name, away.toSeconds());
      nothingWasLostButInstances();
    }
  }

  /** Instances and their processes when this began. */
  TreeMap<String, List<String>> before() {
    return before;
  }

  private void judge() {
    Processes.bringBack();
    long begin = System.nanoTime();
    Masters.awaitLeader();
    Steady.awaitWhole();
    writers.awaitWrites(ENOUGH_WRITES);
    long settled = System.nanoTime();
    Eventually.holds(
        "people visited often", () -> assertThat(visitor.answers()).isGreaterThan(ENOUGH_ANSWERS));
    close();
    writers.verify();
    assertThat(Journal.wrongBatches()).as("batches of deposed leaders, or lost").isZero();
    System.out.printf(
        "%s: whole %.1f s after all processes were back; %s; pages served: %d%n",
        name, (settled - begin) / 1e9, writers.history(), visitor.answers());
    assertThat(writers.history().violations()).as("%s", writers.history()).isEmpty();
    assertThat(visitor.failures()).as("visits that failed").isEmpty();
    writers.clear();
  }

  @Override
  public void close() {
    writers.close();
    visitor.close();
  }
}
