package dev.ekiden.core.state;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.decide.Event;
import dev.ekiden.core.decide.Rules;
import dev.ekiden.core.decide.Scheduler;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.UnallocatedPorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class SnapshotTests {
  private final JsonMapper mapper =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();
  private Instant now = StateBuilder.T0;

  @Test
  void of_every_fact_restores_the_same_state() {
    var state = new ClusterState();
    for (var fact : FactSamples.all()) {
      state.apply(fact);
      assertThat(StateDump.of(restored(state))).isEqualTo(StateDump.of(state));
    }
  }

  @Test
  void a_restored_state_decides_as_the_one_it_was_taken_from() {
    var state = busy();
    var twin = restored(state);
    assertThat(StateDump.of(twin)).isEqualTo(StateDump.of(state));
    for (var event : more()) {
      var facts = Scheduler.turn(state, event, Rules.DEFAULT).facts();
      assertThat(Scheduler.turn(twin, event, Rules.DEFAULT).facts()).isEqualTo(facts);
    }
    assertThat(StateDump.of(twin)).isEqualTo(StateDump.of(state));
  }

  @Test
  void of_a_change_of_size_under_way_or_refused_restores_the_same_state() {
    var state = new ClusterState();
    turn(state, new Event.AgentHello(now, agent("n1").build()));
    var web = new AppId("/shop/web");
    var any = new Event.Expectation.Any();
    turn(state, new Event.AppSubmitted(now, "al", app(web.path()).build(), any, false));
    var id = state.instancesOf(web).getFirst().id();
    turn(state, new Event.InstanceStarted(now, id, 7));
    var larger = app(web.path()).resources(900, 900, 0).build();
    turn(state, new Event.AppSubmitted(now, "al", larger, any, false));
    assertThat(restored(state).resizingOf(web)).isEqualTo(1);
    assertThat(StateDump.of(restored(state))).isEqualTo(StateDump.of(state));
    Scheduler.decide(state, new Event.InstanceResized(now, id, 100, 64, "no"), Rules.DEFAULT)
        .facts()
        .forEach(state::apply);
    assertThat(restored(state).instance(id)).isEqualTo(state.instance(id));
  }

  private ClusterState busy() {
    var state = new ClusterState();
    for (int i = 0; i < 8; i++) {
      var joined = agent("n" + i).with("zone", "z" + i % 3).build();
      turn(state, new Event.AgentHello(now, joined));
    }
    turn(state, new Event.AgentSilent(now, new AgentId("n3")));
    var any = new Event.Expectation.Any();
    for (var path : List.of("/shop/a", "/shop/team/b", "/data/c")) {
      var spec = app(path).instances(5).ports(0, 0).build();
      turn(state, new Event.AppSubmitted(now, "al", spec, any, false));
    }
    turn(state, new Event.QuotaChanged(now, "al", new ProjectId("shop"), new Quota(900, 900, 12)));
    for (var instance : state.instancesOf(new AppId("/shop/a"))) {
      turn(state, new Event.InstanceStarted(now, instance.id(), 7));
      var elsewhere = new UnallocatedPorts(List.of(8080, 80), true);
      turn(state, new Event.InstanceListened(now, instance.id(), elsewhere));
    }
    var next = app("/shop/a").instances(5).env("V", "2").ports(0, 0).build();
    turn(state, new Event.AppSubmitted(now, "al", next, any, false));
    return state;
  }

  private List<Event> more() {
    var spec = app("/data/d").instances(40).resources(300, 300, 10).ports(0).build();
    var any = new Event.Expectation.Any();
    return List.of(
        new Event.AppSubmitted(now, "al", spec, any, false),
        new Event.AgentHello(now, agent("n9").with("zone", "z0").build()),
        new Event.AgentSilent(now, new AgentId("n1")),
        new Event.Tick(now.plusSeconds(100)));
  }

  private void turn(ClusterState state, Event event) {
    now = now.plusSeconds(1);
    Scheduler.turn(state, event, Rules.DEFAULT);
  }

  /** Through JSON, as a registrar would keep it. */
  private ClusterState restored(ClusterState state) {
    var entries = new ArrayList<Snapshot.Entry>();
    Snapshot.take(
        state,
        entry -> {
          var text = mapper.writerFor(Snapshot.Entry.class).writeValueAsString(entry);
          entries.add(mapper.readValue(text, Snapshot.Entry.class));
        });
    return Snapshot.restore(entries);
  }
}
