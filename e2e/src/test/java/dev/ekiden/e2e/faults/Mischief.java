package dev.ekiden.e2e.faults;

import dev.ekiden.e2e.faults.Network.Lost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The kinds of trouble that a chaos run draws from; each ends by itself, or is mended after. */
enum Mischief {
  /** {@code kill -9}. */
  LEADER_KILLED(0),
  /** Asked to end, started again at once. */
  LEADER_RESTARTED(0),
  /** It learns afterwards that another leads. */
  LEADER_PAUSED(20),
  /** Its session ends; it does not. */
  LEADER_WITHOUT_ZOOKEEPER(15),
  /** {@code kill -9}. */
  STANDBY_KILLED(0),
  /** Started to die right before or right after one of its commits, should it come to lead. */
  STANDBY_RIGGED(0),
  /** {@code kill -9} of all, and nobody starts one for a while. */
  MASTERS_KILLED(20),
  /** All sessions end. */
  ZOOKEEPER_PAUSED(25),
  /** {@code kill -9}. */
  ZOOKEEPER_KILLED(5),
  /** Commits hang. */
  POSTGRES_PAUSED(25),
  /** {@code kill -9} of all its processes. */
  POSTGRES_KILLED(5),
  /** Nothing can be appended. */
  POSTGRES_DISK_FULL(10),
  /** {@code kill -9} of the agent alone; instances live on. */
  AGENT_KILLED(5),
  /** If long, it is given up. */
  AGENT_PAUSED(30),
  /** Nobody hears it. */
  AGENT_MUTE(30),
  /** It hears nobody. */
  AGENT_DEAF(30),
  /** The wall clock of an agent's host. */
  CLOCK_JUMPED(10),
  /** HAProxy serves on. */
  ROUTER_KILLED(5);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST_COMMITS = 400;

  private final int mostSeconds;

  Mischief(int mostSeconds) {
    this.mostSeconds = mostSeconds;
  }

  /** How long one lasts at most. */
  int mostSeconds() {
    return mostSeconds;
  }

  /** Whether instances may be replaced because of it if it took so long until all was mended. */
  boolean mayCostInstances(Duration took) {
    return switch (this) {
      case AGENT_PAUSED, AGENT_MUTE, AGENT_DEAF -> true;
      case AGENT_KILLED -> took.compareTo(Vigil.SURELY_KEPT) > 0;
      default -> false;
    };
  }

  /** Does it and returns when it is over, though what was killed may still be down. */
  void happen(Duration time, SplittableRandom random, SmallDisk disk, WrongClock clock) {
    var agent = random.nextBoolean() ? "agent-1" : "agent-2";
    var agentLinks = Masters.NAMES.stream().map(Masters::agentPort).toList();
    switch (this) {
      case LEADER_KILLED -> leader().ifPresent(Processes::kill);
      case LEADER_RESTARTED -> leader().ifPresent(Processes::restart);
      case LEADER_PAUSED -> leader().ifPresent(name -> pauseInBatch(name, time));
      case LEADER_WITHOUT_ZOOKEEPER ->
          leader()
              .ifPresent(name -> cut(name, List.of(Masters.ZOOKEEPER_PORT), Lost.EVERYTHING, time));
      case STANDBY_KILLED -> standby().ifPresent(Processes::kill);
      case STANDBY_RIGGED -> standby().ifPresent(name -> rig(name, random));
      case MASTERS_KILLED -> {
        Masters.NAMES.stream().filter(Processes::runs).forEach(Processes::kill);
        Pauses.lasting(time);
      }
      case ZOOKEEPER_PAUSED -> pause("zookeeper", time);
      case ZOOKEEPER_KILLED -> kill("zookeeper", time);
      case POSTGRES_PAUSED -> pause("postgres", time);
      case POSTGRES_KILLED -> kill("postgres", time);
      case POSTGRES_DISK_FULL -> {
        disk.fill();
        Pauses.lasting(time);
        disk.free();
      }
      case AGENT_KILLED -> {
        Processes.kill(agent);
        Pauses.lasting(time);
      }
      case AGENT_PAUSED -> pause(agent, time);
      case AGENT_MUTE -> cut(agent, agentLinks, Lost.WHAT_IT_SENDS, time);
      case AGENT_DEAF -> cut(agent, agentLinks, Lost.WHAT_IT_IS_SENT, time);
      case CLOCK_JUMPED -> {
        clock.jump(random.nextBoolean() ? HOUR : HOUR.negated());
        Pauses.lasting(time);
        clock.jump(Duration.ZERO);
      }
      case ROUTER_KILLED -> {
        Processes.kill("router");
        Pauses.lasting(time);
      }
    }
  }

  private static Optional<String> leader() {
    return Masters.leader();
  }

  private static Optional<String> standby() {
    var leader = Masters.leader().orElse("");
    return Masters.NAMES.stream()
        .filter(name -> !name.equals(leader))
        .filter(Processes::runs)
        .findFirst();
  }

  private static void rig(String master, SplittableRandom random) {
    var point = random.nextBoolean() ? "before-commit" : "after-commit";
    Processes.restart(
        master, Map.of(Processes.FAULT, point + ":" + random.nextInt(1, MOST_COMMITS)));
  }

  private static void pauseInBatch(String master, Duration time) {
    try (var _ = Journal.openBatch()) {
      pause(master, time);
    }
  }

  private static void kill(String name, Duration time) {
    Processes.killWhole(name);
    Pauses.lasting(time);
  }

  private static void pause(String name, Duration time) {
    Processes.pause(name);
    try {
      Pauses.lasting(time);
    } finally {
      Processes.resume(name);
    }
  }

  private static void cut(String name, List<Integer> ports, Lost lost, Duration time) {
    try (var _ = Network.cut(name, ports, lost)) {
      Pauses.lasting(time);
    }
  }
}
