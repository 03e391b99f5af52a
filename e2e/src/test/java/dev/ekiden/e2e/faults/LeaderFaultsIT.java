package dev.ekiden.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.e2e.EndToEnd;
import dev.ekiden.e2e.faults.Network.Lost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The leader dies, is paused, or loses its seat; another goes on where it was. */
@EndToEnd
class LeaderFaultsIT {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MANY_WRITES = 200;
  private static final int SOME_WRITES = 50;
  private static final List<Integer> ZOOKEEPER = List.of(Masters.ZOOKEEPER_PORT);

  @Test
  void another_master_leads_when_the_leader_is_killed_while_nobody_writes() {
    try (var vigil = new Vigil("idle", 1)) {
      vigil.writers().rest();
      var leader = Masters.awaitLeader();

      Processes.kill(leader);

      Masters.awaitLeaderOtherThan(leader);
      vigil.writers().goOn();
      vigil.nothingWasLost();
    }
  }

  @Test
  void no_acknowledged_write_is_lost_when_the_leader_is_killed_in_the_middle_of_a_batch() {
    try (var vigil = new Vigil("batch", 2)) {
      vigil.writers().hurry();
      vigil.writers().awaitWrites(MANY_WRITES);

      Processes.kill(Masters.awaitLeader());

      vigil.writers().awaitWrites(MANY_WRITES);
      vigil.nothingWasLost();
    }
  }

  /** Two leaders die one after the other: one before its 20th commit, one after it. */
  @Test
  void no_write_is_lost_or_undead_when_leaders_die_right_before_and_right_after_a_commit() {
    Processes.bringAllBack();
    try (var vigil = new Vigil("commit", 3)) {
      var leader = Masters.awaitLeader();
      var standbys = Masters.standbys();
      Processes.restart(standbys.getFirst(), Map.of(Processes.FAULT, "before-commit:20"));
      Processes.restart(standbys.getLast(), Map.of(Processes.FAULT, "after-commit:20"));
      vigil.writers().awaitWrites(SOME_WRITES);

      Processes.kill(leader);

      Processes.restart(leader);
      standbys.forEach(Processes::awaitEnd);
      vigil.nothingWasLost();
    }
  }

  @Test
  void two_hundred_launches_happen_once_each_though_the_leader_is_killed_among_them() {
    try (var vigil = new Vigil("burst", 4);
        var burst = Burst.of(200)) {
      burst.awaitRunning(20);

      Processes.kill(Masters.awaitLeader());

      burst.awaitAll();
      vigil.nothingWasLost();
    }
  }

  /** It believes that it leads until it is told otherwise, with writes in its hands. */
  @Test
  void a_leader_that_was_paused_past_its_session_writes_nothing_and_stands_by() {
    try (var vigil = new Vigil("paused", 5)) {
      vigil.writers().hurry();
      var leader = Masters.awaitLeader();
      vigil.writers().awaitWrites(MANY_WRITES);

      var next = otherLeaderWhilePaused(leader, vigil);

      vigil.writers().awaitWrites(MANY_WRITES);
      assertThat(Masters.awaitLeader()).isEqualTo(next);
      assertThat(Processes.runs(leader)).isTrue();
      vigil.nothingWasLost();
    }
  }

  private static String otherLeaderWhilePaused(String leader, Vigil vigil) {
    try (var _ = Journal.openBatch()) {
      Processes.pause(leader);
      try {
        var next = Masters.awaitLeaderOtherThan(leader);
        vigil.writers().awaitWrites(SOME_WRITES);
        return next;
      } finally {
        Processes.resume(leader);
      }
    }
  }

  @Test
  void a_leader_whose_zookeeper_session_ends_stands_by_and_another_leads() {
    try (var vigil = new Vigil("session", 6)) {
      var leader = Masters.awaitLeader();

      try (var _ = Network.cut(leader, ZOOKEEPER, Lost.EVERYTHING)) {
        Masters.awaitLeaderOtherThan(leader);
        vigil.writers().awaitWrites(SOME_WRITES);
      }

      assertThat(Processes.runs(leader)).isTrue();
      vigil.nothingWasLost();
    }
  }

  @Test
  void nothing_happens_when_the_zookeeper_session_of_a_standby_ends() {
    try (var vigil = new Vigil("standby", 7)) {
      var leader = Masters.awaitLeader();
      var standby = Masters.standbys().stream().filter(Processes::runs).findFirst().orElseThrow();

      try (var _ = Network.cut(standby, ZOOKEEPER, Lost.EVERYTHING)) {
        Pauses.lasting(Duration.ofSeconds(12));
        vigil.writers().awaitWrites(SOME_WRITES);
      }

      assertThat(Masters.awaitLeader()).isEqualTo(leader);
      assertThat(Processes.runs(standby)).isTrue();
      vigil.nothingWasLost();
    }
  }

  @Test
  void visitors_and_instances_do_not_notice_that_all_masters_are_down_for_a_minute() {
    try (var vigil = new Vigil("none", 8)) {
      Masters.NAMES.stream().filter(Processes::runs).forEach(Processes::kill);
      Pauses.lasting(MINUTE);
      Processes.bringAllBack();

      vigil.nothingWasLost();
    }
  }

  @Test
  void masters_can_be_restarted_one_after_the_other_under_load() {
    try (var vigil = new Vigil("rolling", 9)) {
      vigil.writers().hurry();
      for (var master : Masters.NAMES) {
        Processes.restart(master);
        vigil.writers().awaitWrites(SOME_WRITES);
      }

      vigil.nothingWasLost();
    }
  }
}
