package dev.ekiden.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.e2e.EndToEnd;
import dev.ekiden.e2e.Eventually;
import dev.ekiden.e2e.faults.Network.Lost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent dies, falls silent, cannot be heard or cannot hear, or has a wrong clock. */
@EndToEnd
class AgentFaultsIT {
  private static final String AGENT = "agent-1";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int SOME_WRITES = 50;
  private static final List<Integer> MASTERS =
      Masters.NAMES.stream().map(Masters::agentPort).toList();

  @ParameterizedTest(name = "killed {0}")
  @ValueSource(strings = {"before-fork", "after-fork", "mid-report"})
  void an_instance_is_started_once_though_its_agent_dies_in_the_middle(String point) {
    try (var vigil = new Vigil(point, 21);
        var launch = Launch.onRackOne()) {
      Processes.restart(AGENT, Map.of(Processes.FAULT, point));
      launch.ask();
      Processes.awaitEnd(AGENT);
      long gone = System.nanoTime();
      Processes.restart(AGENT);
      var away = Duration.ofNanos(System.nanoTime() - gone);

      launch.awaitOne();
      vigil.nothingWasLostWhileAway(away);
    }
  }

  @Test
  void instances_of_an_agent_that_was_given_up_run_elsewhere_and_none_twice_when_it_returns() {
    try (var vigil = new Vigil("given-up", 22)) {
      var agent = busyAgent();
      var givenUp = instancesOf(agent);
      Processes.pause(agent);
      try {
        awaitNothingOn(agent);
        assertThat(Steady.census().keySet()).containsAll(givenUp);
      } finally {
        Processes.resume(agent);
      }

      vigil.nothingWasLostButInstances();
    }
  }

  /** Half of a partition is as good as a whole one: whom it hits is given up, and found again. */
  @ParameterizedTest(name = "lost is {0}")
  @EnumSource(names = {"WHAT_IT_SENDS", "WHAT_IT_IS_SENT"})
  void an_agent_that_is_cut_off_in_one_direction_is_replaced_and_comes_back(Lost lost) {
    try (var vigil = new Vigil(lost == Lost.WHAT_IT_SENDS ? "mute" : "deaf", 23)) {
      var agent = busyAgent();
      try (var _ = Network.cut(agent, MASTERS, lost)) {
        awaitNothingOn(agent);
      }

      vigil.nothingWasLostButInstances();
    }
  }

  @Test
  void nothing_happens_when_the_clock_of_an_agent_jumps_by_an_hour_and_back() {
    try (var clock = WrongClock.of(AGENT);
        var vigil = new Vigil("clock-agent", 24)) {
      jump(clock, vigil);

      vigil.nothingWasLost();
    }
  }

  private static void jump(WrongClock clock, Vigil vigil) {
    for (var offset : List.of(HOUR, Duration.ZERO, HOUR.negated(), Duration.ZERO)) {
      clock.jump(offset);
      vigil.writers().awaitWrites(SOME_WRITES);
      Pauses.lasting(Duration.ofSeconds(5));
    }
  }

  /** Some steady instance runs there. */
  private static String busyAgent() {
    return Masters.read("/v3/apps" + Steady.PAGE).get("instances").get(0).get("agent").asString();
  }

  /** Whether replacements serve yet is not asked: what returns goes on until they do. */
  private static void awaitNothingOn(String agent) {
    Eventually.holds("all is given up there", () -> assertThat(instancesOf(agent)).isEmpty());
  }

  /** Those of the steady apps that the leader believes to be there, without what it gave up. */
  private static TreeSet<String> instancesOf(String agent) {
    var ids = new TreeSet<String>();
    for (var app : List.of(Steady.SLEEPERS, Steady.PAGE)) {
      for (var instance : Masters.read("/v3/apps" + app).get("instances")) {
        boolean reached = !instance.get("state").asString().equals("UNREACHABLE");
        if (reached && instance.get("agent").asString().equals(agent)) {
          ids.add(instance.get("id").asString());
        }
      }
    }
    return ids;
  }
}
