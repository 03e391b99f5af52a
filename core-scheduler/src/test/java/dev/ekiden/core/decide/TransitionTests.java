package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.Ability;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.UnallocatedPorts;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Instance.Condition;
import dev.ekiden.core.state.Instance.Goal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every condition of an instance times every event: the facts, and the condition after them. The
 * table is in {@code transitions/instance.txt}.
 */
class TransitionTests {
  private static final String WEB = "/shop/web";

  /**
   * What time alone does, to the millisecond: after so long in its condition, before which nothing
   * happens. The app's instances are replaced after a minute of silence and no tasks after two, but
   * known for longer.
   */
  private static final String CLOCKS =
      """
      STARTING    | PT5M  | KILLING  | InstanceKillDecided AppPaused
      RUNNING     | never | RUNNING  |
      UNREACHABLE | PT1M  | INACTIVE | InstanceInactive
      INACTIVE    | PT5M  | GONE     | InstanceEnded
      KILLING     | PT33S | KILLING  | InstanceKillDecided
      """;

  /** Only a look at the app decides them. */
  private static final List<String> BY_ROLLOUTS = List.of("InstancePlaced", "InstanceResizeAsked");

  record Row(String event, String from, String to, List<String> facts) {
    static Row of(String line) {
      var cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
      var facts = cells.get(3).isEmpty() ? List.<String>of() : List.of(cells.get(3).split(" "));
      return new Row(cells.get(0), cells.get(1), cells.get(2), facts);
    }

    String kind() {
      return event.split(" ")[0];
    }
  }

  static List<Row> rows() {
    return Tables.read("instance").stream().map(Row::of).toList();
  }

  static List<Row> clocks() {
    return CLOCKS.lines().map(Row::of).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void an_event_moves_an_instance_as_the_table_says(Row row) {
    var world = worldWith(row.from());
    var id = world.first(WEB).id();
    var decision = Scheduler.decide(world.state, event(row.event(), world, id), Rules.DEFAULT);
    assertThat(decision.facts().stream().map(fact -> fact.getClass().getSimpleName()))
        .containsExactlyElementsOf(row.facts());
    decision.facts().forEach(world.state::apply);
    assertThat(nameOf(world, id)).isEqualTo(row.to());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clocks")
  void time_moves_an_instance_as_the_table_says(Row row) {
    var world = worldWith(row.event());
    var instance = world.first(WEB);
    var app = world.app(WEB);
    var next = Supervision.nextLook(world.state, app, world.now(), Rules.DEFAULT);
    if (row.from().equals("never")) {
      assertThat(next).isEmpty();
      return;
    }
    var due = instance.since().plus(Duration.parse(row.from()));
    assertThat(next).contains(due);
    var early = due.minusMillis(1);
    assertThat(Supervision.look(world.state, app, early, Rules.DEFAULT)).isEmpty();
    var facts = Supervision.look(world.state, app, due, Rules.DEFAULT);
    assertThat(facts.stream().map(fact -> fact.getClass().getSimpleName()))
        .containsExactlyElementsOf(row.facts());
    facts.forEach(world.state::apply);
    assertThat(nameOf(world, instance.id())).isEqualTo(row.to());
    assertThat(Supervision.look(world.state, world.app(WEB), due, Rules.DEFAULT)).isEmpty();
  }

  @Test
  void the_table_has_every_event_in_every_condition() {
    for (var kind : Event.class.getPermittedSubclasses()) {
      // Those of foreign frameworks touch no instance; see TaskTransitionTests.
      if (Event.class.isAssignableFrom(kind) && kind != Event.Foreign.class) {
        assertThat(rows())
            .filteredOn(row -> row.kind().equals(kind.getSimpleName()))
            .as(kind.getSimpleName())
            .extracting(Row::from)
            .contains(conditions());
      }
    }
    assertThat(clocks()).extracting(Row::event).contains(conditions());
  }

  private static String[] conditions() {
    return Arrays.stream(Instance.Condition.values()).map(Enum::name).toArray(String[]::new);
  }

  @Test
  void every_fact_that_moves_instances_is_in_a_table() {
    var mentioned =
        Stream.concat(rows().stream(), clocks().stream())
            .flatMap(row -> row.facts().stream())
            .distinct()
            .toList();
    assertThat(Arrays.stream(Fact.class.getPermittedSubclasses()).map(Class::getSimpleName))
        .filteredOn(name -> name.startsWith("Instance") && !BY_ROLLOUTS.contains(name))
        .allMatch(mentioned::contains);
  }

  private static String nameOf(World world, InstanceId id) {
    return world
        .state
        .instance(id)
        .map(
            instance ->
                instance.condition() == Condition.RUNNING && instance.goal() == Goal.REPLACE
                    ? "LEAVING"
                    : instance.resizing() ? "RESIZING" : instance.condition().name())
        .orElse("GONE");
  }

  /** Its facts before the table's event are the journal of an ordinary life. */
  private static World worldWith(String condition) {
    var world = World.of(agent("n1").capacity(1000, 1000, 0));
    var minute = Duration.ofMinutes(1);
    var app = app(WEB).resources(600, 64, 0).ports(0).checked().readiness();
    world.submit(app.unreachable(minute, minute.multipliedBy(2)));
    var id = world.first(WEB).id();
    if (!condition.equals("STARTING")) {
      world.send(new Event.InstanceStarted(world.now(), id, 7));
      world.checked(id, true);
      world.send(new Event.InstanceReadied(world.now(), id));
    }
    switch (condition) {
      case "LEAVING" ->
          world.only(new Event.InstanceChecked(world.now(), id, false, "answered 503"));
      case "RESIZING" -> world.submit(app.resources(700, 32, 0));
      case "KILLING" -> world.kill(WEB, false, id);
      case "UNREACHABLE" -> world.silence("n1");
      case "INACTIVE" -> {
        world.silence("n1");
        world.pass(minute).tick();
      }
      default -> {}
    }
    assertThat(world.instances(WEB)).hasSize(1);
    assertThat(nameOf(world, id)).isEqualTo(condition);
    return world;
  }

  private static Event event(String name, World world, InstanceId id) {
    var at = world.now();
    var n1 = new AgentId("n1");
    return switch (name) {
      case "AgentHello holding it" -> hello(at, new Event.Held(id, true));
      case "AgentHello starting it" -> hello(at, new Event.Held(id, false));
      case "AgentHello without it" -> hello(at);
      case "AgentHello changed" ->
          new Event.AgentHello(at, agent("n1").build(), List.of(new Event.Held(id, true)));
      case "AgentHello older" ->
          new Event.AgentHello(
              at,
              agent("n1").cannot(Ability.RESIZE).capacity(1000, 1000, 0).build(),
              List.of(new Event.Held(id, true)));
      case "AgentSilent" -> new Event.AgentSilent(at, n1);
      case "AgentDrainAsked" -> new Event.AgentDrainAsked(at, "olga", n1, Duration.ZERO);
      case "AgentActivated" -> new Event.AgentActivated(at, "olga", n1);
      case "AgentRemoved" -> new Event.AgentRemoved(at, "olga", n1);
      case "InstanceStepped" -> new Event.InstanceStepped(at, id, Milestone.UNPACKED);
      case "InstanceStarted same" -> new Event.InstanceStarted(at, id, 7);
      case "InstanceStarted other" -> new Event.InstanceStarted(at, id, 8);
      case "InstanceChecked well" -> new Event.InstanceChecked(at, id, true, "well");
      case "InstanceChecked ill" -> new Event.InstanceChecked(at, id, false, "ill");
      case "InstanceReadied" -> new Event.InstanceReadied(at, id);
      case "InstanceListened" ->
          new Event.InstanceListened(at, id, new UnallocatedPorts(List.of(8080), false));
      case "InstanceResized" -> new Event.InstanceResized(at, id, 700, 32, "");
      case "InstanceResized before" -> new Event.InstanceResized(at, id, 600, 64, "");
      case "InstanceResized not" -> new Event.InstanceResized(at, id, 600, 64, "in use");
      case "InstanceResized never ran" -> new Event.InstanceResized(at, id, 0, 0, "not here");
      case "InstanceDied exited" -> died(world, id, End.Cause.EXITED);
      case "InstanceDied killed" -> died(world, id, End.Cause.KILLED);
      case "QuotaChanged" ->
          new Event.QuotaChanged(at, "al", new ProjectId("shop"), new Quota(1, 1, 1));
      case "Tick" -> new Event.Tick(at);
      default -> wish(name, world, id);
    };
  }

  private static Event wish(String name, World world, InstanceId id) {
    var at = world.now();
    var spec = world.app(WEB).spec();
    var changed = app(WEB).resources(600, 64, 0).ports(0).env("V", "2").build();
    var any = new Event.Expectation.Any();
    var web = new AppId(WEB);
    var latest = latestDeployment(world);
    return switch (name) {
      case "AppSubmitted same" -> new Event.AppSubmitted(at, "al", spec, any, true);
      case "AppSubmitted changed" -> new Event.AppSubmitted(at, "al", changed, any, true);
      case "AppDeleted" -> new Event.AppDeleted(at, "al", web, true);
      case "AppRestarted" -> new Event.AppRestarted(at, "al", web, true);
      case "AppsChanged" ->
          new Event.AppsChanged(at, "al", List.of(new Event.Change.Put(changed, any)), true, "");
      case "InstancesKilled" -> new Event.InstancesKilled(at, "al", web, List.of(id), false);
      case "InstancesKilled scale" -> new Event.InstancesKilled(at, "al", web, List.of(id), true);
      case "DeploymentCancelled" -> new Event.DeploymentCancelled(at, "al", latest);
      case "DeploymentReverted" -> new Event.DeploymentReverted(at, "al", latest);
      case "DeploymentPaused" -> new Event.DeploymentPaused(at, "al", latest);
      case "DeploymentResumed" -> new Event.DeploymentResumed(at, "al", latest);
      case "CanaryPromoted" -> new Event.CanaryPromoted(at, "al", latest);
      case "DelayReset" -> new Event.DelayReset(at, "al", web);
      case "JobTriggered" -> new Event.JobTriggered(at, "al", web);
      case "JobStopped" -> new Event.JobStopped(at, "al", web);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Event hello(Instant at, Event.Held... held) {
    var spec = agent("n1").capacity(1000, 1000, 0).build();
    return new Event.AgentHello(at, spec, List.of(held));
  }

  private static Event died(World world, InstanceId id, End.Cause cause) {
    var end = new End(cause, 1, "it ended", List.of(), world.now());
    return new Event.InstanceDied(world.now(), id, end);
  }

  private static DeploymentId latestDeployment(World world) {
    return world.state.deployments().stream().toList().getLast().id();
  }
}
