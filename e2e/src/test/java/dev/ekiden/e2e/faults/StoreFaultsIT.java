package dev.ekiden.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.e2e.EndToEnd;
import dev.ekiden.e2e.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The database or the coordinator is away: what runs goes on, and changes go on when it is back.
 */
@EndToEnd
class StoreFaultsIT {
  private static final String POSTGRES = "postgres";
  private static final String ZOOKEEPER = "zookeeper";
  private static final int SOME_WRITES = 50;

  @Test
  void nobody_leads_while_zookeeper_hangs_for_a_minute_and_nothing_is_lost() {
    try (var vigil = new Vigil("zk-hangs", 11)) {
      Processes.pause(ZOOKEEPER);
      try {
        Eventually.holds("nobody leads", () -> assertThat(Masters.leader()).isEmpty());
        Pauses.lasting(Duration.ofSeconds(50));
      } finally {
        Processes.resume(ZOOKEEPER);
      }

      assertThat(Masters.NAMES.stream().filter(Processes::runs).count()).isGreaterThan(1);
      vigil.nothingWasLost();
    }
  }

  @Test
  void masters_find_zookeeper_again_after_it_was_killed() {
    try (var vigil = new Vigil("zk-dies", 12)) {
      Processes.killWhole(ZOOKEEPER);
      Eventually.holds("nobody leads", () -> assertThat(Masters.leader()).isEmpty());
      Processes.restart(ZOOKEEPER);

      vigil.nothingWasLost();
    }
  }

  @Test
  void writes_go_on_after_postgresql_was_restarted() {
    try (var vigil = new Vigil("pg-restart", 13)) {
      Processes.restart(POSTGRES);

      vigil.writers().awaitWrites(SOME_WRITES);
      vigil.nothingWasLost();
    }
  }

  @Test
  void no_acknowledged_write_is_lost_when_postgresql_is_killed() {
    try (var vigil = new Vigil("pg-dies", 14)) {
      vigil.writers().hurry();
      vigil.writers().awaitWrites(SOME_WRITES);

      Processes.killWhole(POSTGRES);
      Processes.restart(POSTGRES);

      vigil.nothingWasLost();
    }
  }

  @Test
  void nothing_is_lost_while_postgresql_hangs_for_half_a_minute() {
    try (var vigil = new Vigil("pg-hangs", 15)) {
      Processes.pause(POSTGRES);
      try {
        Pauses.lasting(Duration.ofSeconds(30));
      } finally {
        Processes.resume(POSTGRES);
      }

      vigil.nothingWasLost();
    }
  }

  @Test
  void a_full_disk_of_the_database_stops_changes_and_corrupts_nothing() {
    try (var vigil = new Vigil("pg-full", 16);
        var disk = SmallDisk.mount()) {
      vigil.writers().awaitWrites(SOME_WRITES);

      disk.fill();
      vigil.writers().hurry();
      Pauses.lasting(Duration.ofSeconds(15));
      disk.free();

      Processes.bringBack(); // a database that finds no room for its log ends itself
      vigil.writers().awaitWrites(SOME_WRITES);
      vigil.nothingWasLost();
    }
  }
}
