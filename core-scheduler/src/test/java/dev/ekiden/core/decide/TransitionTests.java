package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every condition of an instance times every event: the facts, and the condition after them. */
class TransitionTests {
  private static final String WEB = "/shop/web";

  /**
   * What {@link Scheduler#decide} alone makes of the event, for the only instance of an app with
   * checks; RUNNING is a healthy one. GONE: it has left the state. Facts about other things are in
   * the list too.
   */
  private static final String TABLE =
      """
      AppSubmitted same        | STARTING | STARTING | DeploymentEnded DeploymentStarted
      AppSubmitted same        | RUNNING  | RUNNING  | DeploymentStarted
      AppSubmitted same        | KILLING  | KILLING  | DeploymentStarted
      AppSubmitted changed     | STARTING | STARTING | DeploymentEnded DeploymentStarted AppDefined
      AppSubmitted changed     | RUNNING  | RUNNING  | DeploymentStarted AppDefined
      AppSubmitted changed     | KILLING  | KILLING  | DeploymentStarted AppDefined
      AppDeleted               | STARTING | STARTING | DeploymentEnded DeploymentStarted AppRemoved
      AppDeleted               | RUNNING  | RUNNING  | DeploymentStarted AppRemoved
      AppDeleted               | KILLING  | KILLING  | DeploymentStarted AppRemoved
      AppRestarted             | STARTING | STARTING | DeploymentEnded DeploymentStarted AppDefined
      AppRestarted             | RUNNING  | RUNNING  | DeploymentStarted AppDefined
      AppRestarted             | KILLING  | KILLING  | DeploymentStarted AppDefined
      InstancesKilled          | STARTING | KILLING  | InstanceKillDecided
      InstancesKilled          | RUNNING  | KILLING  | InstanceKillDecided
      InstancesKilled          | KILLING  | KILLING  |
      InstancesKilled scale    | STARTING | STARTING |
      InstancesKilled scale    | RUNNING  | KILLING  | DeploymentStarted AppDefined InstanceKillDecided
      InstancesKilled scale    | KILLING  | KILLING  | DeploymentStarted
      DeploymentCancelled      | STARTING | STARTING | DeploymentEnded
      DeploymentCancelled      | RUNNING  | RUNNING  |
      DeploymentCancelled      | KILLING  | KILLING  |
      QuotaChanged             | STARTING | STARTING | QuotaSet
      QuotaChanged             | RUNNING  | RUNNING  | QuotaSet
      QuotaChanged             | KILLING  | KILLING  | QuotaSet
      AgentHello same          | STARTING | STARTING |
      AgentHello same          | RUNNING  | RUNNING  |
      AgentHello same          | KILLING  | KILLING  |
      AgentHello changed       | STARTING | STARTING | AgentJoined
      AgentHello changed       | RUNNING  | RUNNING  | AgentJoined
      AgentHello changed       | KILLING  | KILLING  | AgentJoined
      AgentSilent              | STARTING | GONE     | AgentLost InstanceEnded
      AgentSilent              | RUNNING  | GONE     | AgentLost InstanceEnded
      AgentSilent              | KILLING  | GONE     | AgentLost InstanceEnded
      InstanceStepped          | STARTING | STARTING | InstanceStepped
      InstanceStepped          | RUNNING  | RUNNING  |
      InstanceStepped          | KILLING  | KILLING  |
      InstanceStarted same     | STARTING | RUNNING  | InstanceRunning
      InstanceStarted same     | RUNNING  | RUNNING  |
      InstanceStarted same     | KILLING  | KILLING  |
      InstanceStarted other    | STARTING | RUNNING  | InstanceRunning
      InstanceStarted other    | RUNNING  | RUNNING  | InstanceRunning
      InstanceStarted other    | KILLING  | KILLING  | InstanceRunning
      InstanceChecked well     | STARTING | STARTING | InstanceChecked
      InstanceChecked well     | RUNNING  | RUNNING  |
      InstanceChecked well     | KILLING  | KILLING  |
      InstanceChecked ill      | STARTING | KILLING  | InstanceChecked InstanceKillDecided
      InstanceChecked ill      | RUNNING  | KILLING  | InstanceChecked InstanceKillDecided
      InstanceChecked ill      | KILLING  | KILLING  |
      InstanceDied exited      | STARTING | GONE     | InstanceEnded AppPaused
      InstanceDied exited      | RUNNING  | GONE     | InstanceEnded AppPaused
      InstanceDied exited      | KILLING  | GONE     | InstanceEnded
      InstanceDied killed      | STARTING | GONE     | InstanceEnded
      InstanceDied killed      | RUNNING  | GONE     | InstanceEnded
      InstanceDied killed      | KILLING  | GONE     | InstanceEnded
      Tick                     | STARTING | STARTING |
      Tick                     | RUNNING  | RUNNING  |
      Tick                     | KILLING  | KILLING  |
      """;

  record Row(String event, Instance.Condition from, String to, List<String> facts) {
    static Row of(String line) {
      var cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
      var facts = cells.get(3).isEmpty() ? List.<String>of() : List.of(cells.get(3).split(" "));
      return new Row(cells.get(0), Instance.Condition.valueOf(cells.get(1)), cells.get(2), facts);
    }

    String kind() {
      return event.split(" ")[0];
    }
  }

  static List<Row> rows() {
    return TABLE.lines().map(Row::of).toList();
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
    var after = world.state.instance(id).map(i -> i.condition().name()).orElse("GONE");
    assertThat(after).isEqualTo(row.to());
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
            .contains(Instance.Condition.values());
      }
    }
  }

  @Test
  void every_fact_that_moves_instances_is_in_the_table() {
    var mentioned = rows().stream().flatMap(row -> row.facts().stream()).distinct().toList();
    assertThat(Arrays.stream(Fact.class.getPermittedSubclasses()).map(Class::getSimpleName))
        .filteredOn(name -> name.startsWith("Instance") && !name.equals("InstancePlaced"))
        .allMatch(mentioned::contains);
  }

  /** Its facts before the table's event are the journal of an ordinary life. */
  private static World worldWith(Instance.Condition condition) {
    var world = World.of(agent("n1").capacity(1000, 1000, 0));
    world.submit(app(WEB).resources(600, 64, 0).ports(0).checked());
    var id = world.first(WEB).id();
    if (condition != Instance.Condition.STARTING) {
      world.send(new Event.InstanceStarted(world.now(), id, 7));
      world.checked(id, true);
    }
    if (condition == Instance.Condition.KILLING) {
      world.kill(WEB, false, id);
    }
    assertThat(world.instances(WEB)).hasSize(1);
    assertThat(world.first(WEB).condition()).isEqualTo(condition);
    return world;
  }

  private static Event event(String name, World world, InstanceId id) {
    var at = world.now();
    var spec = world.app(WEB).spec();
    var changed = app(WEB).resources(600, 64, 0).ports(0).env("V", "2").build();
    var any = new Event.Expectation.Any();
    var web = new AppId(WEB);
    return switch (name) {
      case "AppSubmitted same" -> new Event.AppSubmitted(at, "al", spec, any, true);
      case "AppSubmitted changed" -> new Event.AppSubmitted(at, "al", changed, any, true);
      case "AppDeleted" -> new Event.AppDeleted(at, "al", web, true);
      case "AppRestarted" -> new Event.AppRestarted(at, "al", web, true);
      case "InstancesKilled" -> new Event.InstancesKilled(at, "al", web, List.of(id), false);
      case "InstancesKilled scale" -> new Event.InstancesKilled(at, "al", web, List.of(id), true);
      case "DeploymentCancelled" ->
          new Event.DeploymentCancelled(at, "al", latestDeployment(world));
      case "QuotaChanged" ->
          new Event.QuotaChanged(at, "al", new ProjectId("shop"), new Quota(1, 1, 1));
      case "AgentHello same" ->
          new Event.AgentHello(at, agent("n1").capacity(1000, 1000, 0).build());
      case "AgentHello changed" -> new Event.AgentHello(at, agent("n1").build());
      case "AgentSilent" -> new Event.AgentSilent(at, world.first(WEB).agent());
      case "InstanceStepped" -> new Event.InstanceStepped(at, id, Milestone.UNPACKED);
      case "InstanceStarted same" -> new Event.InstanceStarted(at, id, 7);
      case "InstanceStarted other" -> new Event.InstanceStarted(at, id, 8);
      case "InstanceChecked well" -> new Event.InstanceChecked(at, id, true, "well");
      case "InstanceChecked ill" -> new Event.InstanceChecked(at, id, false, "ill");
      case "InstanceDied exited" -> died(world, id, End.Cause.EXITED);
      case "InstanceDied killed" -> died(world, id, End.Cause.KILLED);
      case "Tick" -> new Event.Tick(at);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Event died(World world, InstanceId id, End.Cause cause) {
    var end = new End(cause, 1, "it ended", List.of(), world.now());
    return new Event.InstanceDied(world.now(), id, end);
  }

  private static DeploymentId latestDeployment(World world) {
    return world.state.deployments().stream().toList().getLast().id();
  }
}
