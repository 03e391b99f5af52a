package dev.ekiden.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of time and of the past. */
class CheckpointTests {
  @TempDir Path directory;

  @Test
  void the_time_left_to_end_by_itself_is_counted_in_uptime_and_survives_the_agent() {
    var dir = new InstanceDir(directory);
    dir.kill(InstanceDir.Kill.after("scaled down", 3_600_000));
    var found = dir.kill().orElseThrow();
    assertThat(found.reason()).isEqualTo("scaled down");
    assertThat(found.left()).isBetween(3_500_000L, 3_600_000L);
    // A clock that was set an hour back or forth since: the clock's deadline says nothing.
    var jumped =
        new InstanceDir.Kill("", found.deadlineMillis() - 7_200_000, found.deadlineUptimeMillis());
    assertThat(jumped.left()).isBetween(3_500_000L, 3_600_000L);
  }

  @Test
  void of_two_kills_the_one_that_is_due_sooner_counts() {
    var now = InstanceDir.Kill.after("now", 0);
    var later = InstanceDir.Kill.after("later", 60_000);
    assertThat(now.soonerThan(later)).isTrue();
    assertThat(later.soonerThan(now)).isFalse();
    assertThat(now.left()).isZero();
  }

  @Test
  void a_kill_noted_by_an_older_agent_is_due() throws Exception {
    Files.writeString(
        directory.resolve("kill.json"), "{\"reason\":\"old\",\"deadlineMillis\":99999999999999}");
    var found = new InstanceDir(directory).kill().orElseThrow();
    assertThat(found.reason()).isEqualTo("old");
    assertThat(found.left()).isZero();
  }

  @Test
  void uptime_is_the_first_number_of_the_kernels_line_in_milliseconds() {
    assertThat(Uptime.of("350735.47 234388.90\n")).isEqualTo(350_735_470);
    assertThat(Uptime.millis()).isPositive();
  }

  @Test
  void a_process_has_been_there_since_it_was_started_whatever_the_clock_says() {
    var own = ProcessHandle.current();
    var age = ProcessId.of(own.pid()).ageMillis();
    var byClock =
        System.currentTimeMillis() - own.info().startInstant().orElseThrow().toEpochMilli();
    assertThat(age).isBetween(byClock - 5_000, byClock + 5_000);
  }

  @Test
  void the_newest_of_what_is_over_is_remembered() {
    var past = new Past(2);
    past.add("a");
    past.add("b");
    past.add("a");
    past.add("c");
    assertThat(past.has("a")).isTrue();
    assertThat(past.has("b")).isFalse();
    assertThat(past.has("c")).isTrue();
  }
}
