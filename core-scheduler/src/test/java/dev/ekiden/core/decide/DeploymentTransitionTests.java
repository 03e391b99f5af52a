package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.UnallocatedPorts;
import dev.ekiden.core.offers.ForeignCall;
import dev.ekiden.core.state.Deployment.State;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every state of a deployment times every event: the state after the whole turn, and the answer.
 */
class DeploymentTransitionTests {
  private static final String WEB = "/shop/web";
  private static final String OTHER = "/shop/other";

  /**
   * For a restart of an app whose new instance is starting beside the old one; by the row's end the
   * state of that deployment. Columns: RUNNING, PAUSED, SUCCEEDED, FAILED, CANCELLED; {@code -}: as
   * it was; {@code !}: refused besides; {@code *}: as it was, and whether it is refused is not its
   * affair.
   */
  private static final String TABLE =
      """
      AppSubmitted        | ! | ! | - | ! | -
      AppSubmitted force  | CANCELLED | CANCELLED | - | - | -
      AppSubmitted other  | - | - | - | - | -
      AppDeleted          | ! | ! | - | ! | -
      AppDeleted force    | CANCELLED | CANCELLED | - | - | -
      AppRestarted        | ! | ! | - | ! | -
      AppRestarted force  | CANCELLED | CANCELLED | - | - | -
      AppsChanged         | ! | ! | - | ! | -
      AppsChanged force   | CANCELLED | CANCELLED | - | - | -
      InstancesKilled     | - | - | - | - | -
      InstancesKilled scale | ! | ! | - | ! | -
      DeploymentCancelled | CANCELLED | CANCELLED | ! | ! | !
      DeploymentReverted  | CANCELLED | CANCELLED | ! | ! | !
      DeploymentPaused    | PAUSED | - | ! | ! | !
      DeploymentResumed   | - | RUNNING | ! | ! | !
      CanaryPromoted      | ! | ! | ! | ! | !
      InstanceStarted     | - | - | - | - | -
      InstanceDied old    | - | - | - | - | -
      InstanceDied all    | - | - | - | - | -
      InstanceChecked     | - | - | - | - | -
      InstanceStepped     | - | - | - | - | -
      InstanceReadied     | - | - | - | - | -
      InstanceListened    | - | - | - | - | -
      InstanceResized     | - | - | - | - | -
      QuotaChanged        | - | - | - | - | -
      AgentHello          | - | - | - | - | -
      AgentSilent         | - | - | - | - | -
      AgentDrainAsked     | * | * | * | * | *
      AgentActivated      | * | * | * | * | *
      AgentRemoved        | * | * | * | * | *
      DelayReset          | * | * | * | * | *
      JobTriggered        | * | * | * | * | *
      JobStopped          | * | * | * | * | *
      Foreign             | * | * | * | * | *
      Tick                | - | - | - | - | -
      Tick late           | FAILED | - | - | - | -
      """;

  record Row(String event, State from, String to) {
    String kind() {
      return event.split(" ")[0];
    }
  }

  static List<Row> rows() {
    return TABLE.lines().flatMap(DeploymentTransitionTests::rows).toList();
  }

  private static Stream<Row> rows(String line) {
    var cells = Stream.of(line.split("\\|")).map(String::strip).toList();
    return Arrays.stream(State.values())
        .map(from -> new Row(cells.get(0), from, cells.get(1 + from.ordinal())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void an_event_moves_a_deployment_as_the_table_says(Row row) {
    var world = World.of(agent("n1"), agent("n2"));
    var id = deployment(world, row.from());
    var decision = world.send(event(row.event(), world, id));
    boolean refused = decision.reply() instanceof Decision.Reply.Refused;
    var after = world.state.deployment(id).orElseThrow().state();
    switch (row.to()) {
      case "*" -> assertThat(after).isEqualTo(row.from());
      case "-" -> {
        assertThat(refused).isFalse();
        assertThat(after).isEqualTo(row.from());
      }
      case "!" -> {
        assertThat(refused).isTrue();
        assertThat(decision.facts()).isEmpty();
        assertThat(after).isEqualTo(row.from());
      }
      default -> {
        assertThat(refused).isFalse();
        assertThat(after).isEqualTo(State.valueOf(row.to()));
      }
    }
  }

  @Test
  void the_table_has_every_event() {
    var kinds = rows().stream().map(Row::kind).toList();
    assertThat(
            Arrays.stream(Event.class.getPermittedSubclasses())
                .filter(Event.class::isAssignableFrom))
        .extracting(Class::getSimpleName)
        .allMatch(kinds::contains);
  }

  private static AppBuilder version(String version) {
    return app(WEB).env("V", version).rollout(Duration.ofMinutes(1), true);
  }

  private static DeploymentId deployment(World world, State state) {
    world.running(app(OTHER));
    world.running(version("1"));
    var decision = world.submit(version("2"));
    var id = World.accepted(decision).deployment();
    switch (state) {
      case RUNNING -> {}
      case PAUSED -> world.pause(decision);
      case SUCCEEDED -> world.serve(WEB).bury(WEB);
      case FAILED -> world.pass(Duration.ofHours(1)).tick();
      case CANCELLED -> world.cancel(id);
    }
    assertThat(world.state.deployment(id).orElseThrow().state()).isEqualTo(state);
    return id;
  }

  private static Event event(String name, World world, DeploymentId id) {
    var at = world.now();
    var any = new Event.Expectation.Any();
    var web = new AppId(WEB);
    var old = world.instances(WEB).getFirst().id();
    var latest = world.instances(WEB).getLast().id();
    var other = app(OTHER).env("V", "9").build();
    var changes = List.<Event.Change>of(new Event.Change.Restart(web));
    boolean force = name.endsWith("force");
    return switch (name) {
      case "AppSubmitted", "AppSubmitted force" ->
          new Event.AppSubmitted(at, "al", version("3").build(), any, force);
      case "AppSubmitted other" -> new Event.AppSubmitted(at, "al", other, any, false);
      case "AppDeleted", "AppDeleted force" -> new Event.AppDeleted(at, "al", web, force);
      case "AppRestarted", "AppRestarted force" -> new Event.AppRestarted(at, "al", web, force);
      case "AppsChanged", "AppsChanged force" ->
          new Event.AppsChanged(at, "al", changes, force, "");
      case "InstancesKilled" -> new Event.InstancesKilled(at, "al", web, List.of(old), false);
      case "InstancesKilled scale" -> new Event.InstancesKilled(at, "al", web, List.of(old), true);
      case "DeploymentCancelled" -> new Event.DeploymentCancelled(at, "al", id);
      case "DeploymentReverted" -> new Event.DeploymentReverted(at, "al", id);
      case "DeploymentPaused" -> new Event.DeploymentPaused(at, "al", id);
      case "DeploymentResumed" -> new Event.DeploymentResumed(at, "al", id);
      case "CanaryPromoted" -> new Event.CanaryPromoted(at, "al", id);
      case "InstanceStarted" -> new Event.InstanceStarted(at, latest, 77);
      case "InstanceDied old" -> died(world, old, End.Cause.KILLED);
      case "InstanceDied all" -> died(world, latest, End.Cause.EXITED);
      case "InstanceChecked" -> new Event.InstanceChecked(at, latest, true, "well");
      case "InstanceStepped" -> new Event.InstanceStepped(at, latest, Milestone.UNPACKED);
      case "InstanceReadied" -> new Event.InstanceReadied(at, latest);
      case "InstanceListened" ->
          new Event.InstanceListened(at, latest, new UnallocatedPorts(List.of(8080), false));
      case "InstanceResized" -> new Event.InstanceResized(at, latest, 200, 64, "");
      case "QuotaChanged" ->
          new Event.QuotaChanged(at, "al", new ProjectId("shop"), new Quota(1, 1, 1));
      case "AgentHello" -> new Event.AgentHello(at, agent("n3").build());
      case "AgentSilent" -> new Event.AgentSilent(at, new AgentId("n1"));
      case "AgentDrainAsked" ->
          new Event.AgentDrainAsked(at, "al", new AgentId("n1"), Duration.ZERO);
      case "AgentActivated" -> new Event.AgentActivated(at, "al", new AgentId("n1"));
      case "AgentRemoved" -> new Event.AgentRemoved(at, "al", new AgentId("n1"));
      case "DelayReset" -> new Event.DelayReset(at, "al", web);
      case "JobTriggered" -> new Event.JobTriggered(at, "al", web);
      case "JobStopped" -> new Event.JobStopped(at, "al", web);
      case "Foreign" ->
          new Event.Foreign(at, new ForeignCall.Revive(new FrameworkId("unknown"), List.of()));
      case "Tick" -> new Event.Tick(at);
      case "Tick late" -> new Event.Tick(at.plus(Duration.ofMinutes(2)));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Event died(World world, InstanceId id, End.Cause cause) {
    var end = new End(cause, 1, "it ended", List.of(), world.now());
    return new Event.InstanceDied(world.now(), id, end);
  }
}
