package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Pause;
import dev.ekiden.core.state.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceTests {
  private static final String WEB = "/shop/web";
  private static final Duration REMEMBERED = Rules.DEFAULT.remembersGivenUp();
  private final World world = World.of(agent("n1"), agent("n2"));

  @Test
  void instances_of_a_silent_agent_are_given_up_and_replaced_elsewhere_at_once() {
    world.running(app(WEB).instances(2));
    var decision = world.silence("n1");
    assertThat(World.facts(decision, Fact.InstanceInactive.class)).hasSize(1);
    assertThat(world.active(WEB)).extracting(i -> i.agent().value()).containsExactly("n2", "n2");
    var later = world.serve(WEB).pass(REMEMBERED).tick();
    assertThat(World.facts(later, Fact.InstanceEnded.class))
        .extracting(fact -> fact.end().sentence())
        .containsExactly("n1 fell silent, so this instance was given up");
    assertThat(world.app(WEB).pause()).isEqualTo(new Pause.None());
  }

  @Test
  void a_silent_agent_holds_nothing_once_it_is_forgotten_what_it_held() {
    world.running(app(WEB).instances(4).ports(0));
    world.silence("n1");
    world.serve(WEB).pass(REMEMBERED).tick();
    var silent = world.state.agent(new AgentId("n1")).orElseThrow();
    assertThat(silent.used()).isEqualTo(Resources.NONE);
    assertThat(world.state.portsTaken(silent.id())).isZero();
  }

  @Test
  void without_another_agent_an_app_waits_and_says_why() {
    world.running(app(WEB));
    world.silence("n1");
    world.silence("n2");
    assertThat(world.app(WEB).waiting())
        .isInstanceOfSatisfying(
            Waiting.ForRoom.class,
            waiting ->
                assertThat(waiting.vetoes())
                    .isEqualTo(
                        List.of(
                            new Veto.Silent(new AgentId("n1")),
                            new Veto.Silent(new AgentId("n2")))));
  }

  /** Ten thousand of these after an election must not become ten thousand rows of the journal. */
  @Test
  void an_agent_that_reconnects_with_all_that_it_had_changes_nothing() {
    world.running(app(WEB).instances(4));
    var held =
        world.active(WEB).stream()
            .filter(instance -> instance.agent().value().equals("n1"))
            .map(instance -> new Event.Held(instance.id(), true))
            .toArray(Event.Held[]::new);
    assertThat(held).hasSize(2);
    assertThat(world.hello(agent("n1"), held).facts()).isEmpty();
  }

  @Test
  void an_agent_that_returns_gets_what_waits() {
    world.running(app(WEB));
    world.silence("n1");
    world.silence("n2");
    world.send(new Event.AgentHello(world.now(), agent("n2").build()));
    assertThat(world.active(WEB)).extracting(i -> i.agent().value()).containsExactly("n2");
    assertThat(world.app(WEB).waiting()).isEqualTo(new Waiting.None());
  }

  @Test
  void silence_and_greetings_told_twice_change_nothing() {
    var hello = new Event.AgentHello(world.now(), agent("n1").build());
    assertThat(world.send(hello).facts()).isEmpty();
    world.silence("n1");
    assertThat(world.silence("n1").facts()).isEmpty();
    assertThat(world.silence("unheard-of").facts()).isEmpty();
  }

  @Test
  void reports_on_a_forgotten_instance_change_nothing() {
    world.running(app(WEB));
    var lost = world.first(WEB);
    world.silence(lost.agent().value());
    world.serve(WEB).pass(REMEMBERED).tick();
    world.send(new Event.AgentHello(world.now(), agent(lost.agent().value()).build()));
    assertThat(world.started(lost.id()).facts()).isEmpty();
    assertThat(world.checked(lost.id(), false).facts()).isEmpty();
    assertThat(world.died(lost.id(), End.Cause.EXITED).facts()).isEmpty();
  }

  @Test
  void reports_on_an_unknown_instance_change_nothing() {
    var unknown = new InstanceId("unknown");
    var at = world.now();
    assertThat(world.started(unknown).facts()).isEmpty();
    assertThat(world.checked(unknown, true).facts()).isEmpty();
    assertThat(world.died(unknown, End.Cause.EXITED).facts()).isEmpty();
    assertThat(world.send(new Event.InstanceStepped(at, unknown, Milestone.UNPACKED)).facts())
        .isEmpty();
  }

  @Test
  void reports_told_twice_change_nothing() {
    var minute = Duration.ofMinutes(1);
    world.submit(app(WEB).ports(0).checked().backoff(minute, 1, minute));
    var id = world.first(WEB).id();
    var unpacked = new Event.InstanceStepped(world.now(), id, Milestone.UNPACKED);
    var started = new Event.InstanceStarted(world.now(), id, 7);
    assertThat(world.send(unpacked).facts()).hasSize(1);
    assertThat(world.send(unpacked).facts()).isEmpty();
    assertThat(world.send(started).facts()).hasSize(1);
    assertThat(world.send(started).facts()).isEmpty();
    world.checked(id, true);
    assertThat(world.checked(id, true).facts()).isEmpty();
    assertThat(world.died(id, End.Cause.EXITED).facts()).isNotEmpty();
    assertThat(world.died(id, End.Cause.EXITED).facts()).isEmpty();
  }

  @Test
  void a_start_reported_late_does_not_revive_what_is_to_end() {
    world.submit(app(WEB));
    var id = world.first(WEB).id();
    world.kill(WEB, false, id);
    world.started(id);
    assertThat(world.state.instance(id).orElseThrow().condition())
        .isEqualTo(Instance.Condition.KILLING);
  }

  @Test
  void health_reported_before_the_start_is_not_forgotten_by_it() {
    world.submit(app(WEB).ports(0).checked());
    var id = world.first(WEB).id();
    world.checked(id, true);
    assertThat(world.serving(WEB)).isZero();
    world.started(id);
    assertThat(world.serving(WEB)).isEqualTo(1);
    assertThat(world.first(WEB).reached()).isEqualTo(Milestone.HEALTHY);
    assertThat(world.state.deploymentOf(new AppId(WEB))).isEmpty();
  }

  @Test
  void steps_reported_late_do_not_lead_back() {
    world.running(app(WEB));
    var id = world.first(WEB).id();
    var late = new Event.InstanceStepped(world.now(), id, Milestone.UNPACKED);
    assertThat(world.send(late).facts()).isEmpty();
    assertThat(world.first(WEB).reached()).isEqualTo(Milestone.HEALTHY);
  }
}
