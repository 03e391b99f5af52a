package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.pool.Standing;
import dev.ekiden.core.state.Drain;
import dev.ekiden.core.state.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which an agent can stand times every event about agents. The table is in {@code
 * transitions/agent.txt}.
 */
class AgentTransitionTests {
  private static final AgentId N1 = new AgentId("n1");
  private static final String WEB = "/shop/web";
  private static final List<String> EVENTS =
      List.of(
          "AgentHello same",
          "AgentHello changed",
          "AgentSilent",
          "AgentDrainAsked",
          "AgentDrainAsked within",
          "AgentActivated",
          "AgentRemoved");
  private static final List<String> WAYS =
      List.of("OPEN", "DRAINING", "DRAINED", "SILENT", "SILENT-DRAINING", "SILENT-DRAINED");

  record Row(String event, String from, String to, List<String> facts) {
    static Row of(String line) {
      var cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
      var facts = cells.get(3).isEmpty() ? List.<String>of() : List.of(cells.get(3).split(" "));
      return new Row(cells.get(0), cells.get(1), cells.get(2), facts);
    }
  }

  static List<Row> rows() {
    return Tables.read("agent").stream().map(Row::of).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void an_event_moves_an_agent_as_the_table_says(Row row) {
    var world = worldWith(row.from());
    var decision = Scheduler.decide(world.state, event(row.event(), world.now()), Rules.DEFAULT);
    var facts =
        decision.reply() instanceof Decision.Reply.Refused(var problem)
            ? List.of(problem.getClass().getSimpleName())
            : decision.facts().stream().map(fact -> fact.getClass().getSimpleName()).toList();
    assertThat(facts).isEqualTo(row.facts());
    decision.facts().forEach(world.state::apply);
    assertThat(nameOf(world)).isEqualTo(row.to());
  }

  @Test
  void the_table_has_every_event_in_every_way() {
    for (var event : EVENTS) {
      assertThat(rows())
          .filteredOn(row -> row.event().equals(event))
          .as(event)
          .extracting(Row::from)
          .containsExactlyElementsOf(WAYS);
    }
    assertThat(Arrays.stream(Event.class.getPermittedSubclasses()).map(Class::getSimpleName))
        .filteredOn(name -> name.startsWith("Agent"))
        .allMatch(name -> EVENTS.stream().anyMatch(event -> event.startsWith(name)));
  }

  @Test
  void every_fact_about_agents_is_in_the_table_or_follows_by_itself() {
    var mentioned = rows().stream().flatMap(row -> row.facts().stream()).distinct().toList();
    assertThat(Arrays.stream(Fact.class.getPermittedSubclasses()).map(Class::getSimpleName))
        .filteredOn(name -> name.startsWith("Agent") && !name.equals("AgentDrained"))
        .allMatch(mentioned::contains);
  }

  private static String nameOf(World world) {
    return world
        .state
        .agent(N1)
        .map(
            agent -> {
              var drain =
                  switch (agent.drain()) {
                    case Drain.None _ -> "";
                    case Drain.Asked _ -> "DRAINING";
                    case Drain.Done _ -> "DRAINED";
                  };
              if (agent.standing() != Standing.SILENT) {
                assertThat(agent.standing() == Standing.OPEN).isEqualTo(drain.isEmpty());
                return drain.isEmpty() ? "OPEN" : drain;
              }
              return drain.isEmpty() ? "SILENT" : "SILENT-" + drain;
            })
        .orElse("GONE");
  }

  /** With one instance that waits for its agent, except where it is drained. */
  private static World worldWith(String way) {
    var world = World.of(agent("n1"));
    world.running(app(WEB).waitsForItsAgent());
    if (way.endsWith("DRAINED")) {
      world.died(world.first(WEB).id(), End.Cause.KILLED);
      world.delete(WEB);
      world.bury(WEB);
    }
    if (way.endsWith("DRAINED")) {
      world.send(event("AgentDrainAsked", world.now()));
    }
    if (way.startsWith("SILENT")) {
      world.silence("n1");
    }
    if (way.endsWith("DRAINING")) {
      world.only(event("AgentDrainAsked", world.now()));
    }
    assertThat(nameOf(world)).isEqualTo(way);
    return world;
  }

  private static Event event(String name, Instant at) {
    return switch (name) {
      case "AgentHello same" -> new Event.AgentHello(at, agent("n1").build());
      case "AgentHello changed" -> new Event.AgentHello(at, agent("n1").with("rack", "r2").build());
      case "AgentSilent" -> new Event.AgentSilent(at, N1);
      case "AgentDrainAsked" -> new Event.AgentDrainAsked(at, "olga", N1, Duration.ZERO);
      case "AgentDrainAsked within" ->
          new Event.AgentDrainAsked(at, "olga", N1, Duration.ofMinutes(5));
      case "AgentActivated" -> new Event.AgentActivated(at, "olga", N1);
      case "AgentRemoved" -> new Event.AgentRemoved(at, "olga", N1);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
