package dev.ekiden.api.applications;

import static dev.ekiden.api.Cluster.T0;
import static dev.ekiden.api.Cluster.cluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Cluster;
import dev.ekiden.api.Specs;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.Funnel;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One sentence for each way an app can be. */
class VerdictTests {
  private static final AppSpec ONE = Specs.app("/shop/web");
  private static final AppSpec TWO = ONE.withInstances(2);
  private static final AppSpec CHECKED =
      Specs.app("/shop/web", "'instances':2,'healthChecks':[{}]");

  private static void assertVerdict(Cluster cluster, Verdict.State state, String sentence) {
    var all = cluster.state();
    var verdict = Verdict.of(all, all.apps().iterator().next());
    assertThat(verdict).isEqualTo(new Verdict(state, sentence));
  }

  private static Cluster with(AppSpec spec) {
    return cluster().agent("agent-1").app(spec);
  }

  @Test
  void all_of_it_serves() {
    assertVerdict(
        with(ONE).running("i-1", ONE, "agent-1"), Verdict.State.RUNNING, "The instance serves.");
    assertVerdict(
        with(TWO).running("i-1", TWO, "agent-1").running("i-2", TWO, "agent-1"),
        Verdict.State.RUNNING,
        "All 2 instances serve.");
  }

  @Test
  void nothing_is_wanted() {
    assertVerdict(
        with(ONE.withInstances(0)),
        Verdict.State.STOPPED,
        "Stopped: 0 instances are wanted. Scale it up to start it.");
  }

  @Test
  void the_first_deployment_is_starting_and_later_ones_deploy() {
    var starting =
        with(TWO).deploying("d-1", TWO, Deployment.Kind.START).placed("i-1", TWO, "agent-1");
    assertVerdict(
        starting, Verdict.State.STARTING, "0 of 2 instances serve; a deployment is under way.");
    assertVerdict(
        starting.running("i-2", TWO, "agent-1"),
        Verdict.State.DEPLOYING,
        "1 of 2 instances serve; a deployment is under way.");
  }

  @Test
  void some_of_it_is_ill_and_says_why() {
    assertVerdict(
        with(CHECKED)
            .running("i-1", CHECKED, "agent-1")
            .checked("i-1", true, "")
            .running("i-2", CHECKED, "agent-1")
            .checked("i-2", false, "GET / on port 31000 answered 503"),
        Verdict.State.DEGRADED,
        "1 of 2 instances serve; GET / on port 31000 answered 503.");
  }

  @Test
  void there_is_no_room_and_every_agent_says_why() {
    var agent = new AgentId("agent-1");
    var waits =
        new Fact.AppWaits(
            ONE.id(),
            T0,
            2,
            List.of(new Veto.ShortOf(agent, Veto.Kind.MEMORY, 4_096, 812)),
            Funnel.NONE);
    assertVerdict(
        with(TWO).fact(waits),
        Verdict.State.WAITING,
        "2 of 2 instances wait for room: agent-1 needs 4096 MiB of memory, 812 MiB are free.");
    assertVerdict(
        cluster().app(ONE).fact(new Fact.AppWaits(ONE.id(), T0, 1, List.of(), Funnel.NONE)),
        Verdict.State.WAITING,
        "1 of 1 instance waits for room: no agents have joined.");
  }

  @Test
  void it_keeps_dying_and_the_advice_fits_the_cause() {
    var pause = new Fact.AppPaused(ONE.id(), T0.plusSeconds(60), Duration.ofMillis(1_150), 1);
    assertVerdict(
        with(ONE)
            .running("i-1", ONE, "agent-1")
            .ended("i-1", End.Cause.EXITED, 1, "it returned 1")
            .fact(pause),
        Verdict.State.CRASHING,
        "The last instance ended, 1 time in a row: it returned 1. Trying again after 1 s."
            + " Look at its log.");
    assertVerdict(
        with(ONE)
            .running("i-1", ONE, "agent-1")
            .ended("i-1", End.Cause.OUT_OF_MEMORY, 137, "ended at its limit of 64 MiB")
            .fact(new Fact.AppPaused(ONE.id(), T0, Duration.ZERO, 3)),
        Verdict.State.CRASHING,
        "The last instance ended, 3 times in a row: ended at its limit of 64 MiB."
            + " Trying again at once. Give it more memory.");
  }
}
