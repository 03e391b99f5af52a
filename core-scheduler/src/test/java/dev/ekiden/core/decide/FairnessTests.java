package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.share.DominantShare;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Who is served when room is short, with a docket that lives on as a leader's does. */
class FairnessTests {
  private final ClusterState state = new ClusterState();
  private final Docket docket = Docket.everything(state);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private Decision send(Event event) {
    now = now.plusSeconds(1);
    return Scheduler.turn(state, docket, event, Rules.DEFAULT);
  }

  private void join(String name, long cpuMillis, long memMib) {
    send(new Event.AgentHello(now, agent(name).capacity(cpuMillis, memMib, 0).build()));
  }

  private void submit(AppBuilder app) {
    submit(app.build());
  }

  private void submit(AppSpec spec) {
    send(new Event.AppSubmitted(now, "alice", spec, new Event.Expectation.Any(), true));
  }

  private void weight(String project, double weight) {
    var free = Quota.UNLIMITED;
    var quota = new Quota(free, free, free, free, free, free, weight, Priority.PRODUCTION);
    send(new Event.QuotaChanged(now, "admin", new GroupId(project), quota));
  }

  private double share(String project) {
    var use = state.use(new GroupId(project)).live().resources();
    return DominantShare.of(use, state.pool().capacity());
  }

  private void end(Instance instance) {
    var end = new End(End.Cause.KILLED, 0, "", List.of(), now);
    send(new Event.InstanceDied(now, instance.id(), end));
  }

  private int count(String app) {
    return state.countOf(app(app).build().id());
  }

  @Test
  void two_projects_without_end_of_demand_come_to_have_as_their_weights_are() {
    weight("one", 1);
    weight("three", 3);
    // One takes mostly processors, the other mostly memory, which is used up first.
    submit(app("/one/a").resources(900, 100, 0).instances(2000));
    submit(app("/three/b").resources(100, 900, 0).instances(2000));
    join("n1", 1_000_000, 1_000_000);
    assertThat(share("three") / share("one")).isCloseTo(3, within(0.1));
    assertThat(share("three")).isGreaterThan(0.9);
  }

  /** Instances end at random; whoever is served then decides how shares move. */
  private void churn(long seed, int ends) {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < ends; i++) {
      var all = state.instances();
      end(all.get(random.nextInt(all.size())));
    }
  }

  @Test
  void shares_come_right_again_from_wherever_they_are() {
    weight("one", 1);
    weight("three", 3);
    submit(app("/one/a").resources(1000, 100, 0).instances(1000));
    for (int i = 0; i < 8; i++) {
      join("n" + i, 5000, 10_000);
    }
    assertThat(share("one")).isEqualTo(1);
    submit(app("/three/b").resources(1000, 100, 0).instances(1000));
    assertThat(share("three")).isZero();
    churn(2, 400);
    assertThat(share("three")).isCloseTo(0.75, within(0.05));
  }

  @Test
  void higher_bands_come_first_whatever_their_share() {
    submit(app("/rich/batch").priority(Priority.BATCH).resources(1000, 1, 0).instances(9));
    submit(app("/rich/prod").priority(Priority.PRODUCTION).resources(1000, 1, 0).instances(6));
    submit(app("/poor/default").resources(1000, 1, 0).instances(9));
    join("n1", 8000, 100);
    assertThat(count("/rich/prod")).isEqualTo(6);
    assertThat(count("/poor/default")).isEqualTo(2);
    assertThat(count("/rich/batch")).isZero();
  }

  @Test
  void within_a_project_everybody_gets_his_turn() {
    for (int i = 0; i < 30; i++) {
      submit(app("/lab/app-" + i).resources(1000, 1, 0));
    }
    join("n1", 1000, 100);
    var served = new ArrayList<String>();
    for (int i = 0; i < 30; i++) {
      var instance = state.instances().getFirst();
      served.add(instance.app().path());
      // It is deleted, so that it does not come back for more.
      send(new Event.AppDeleted(now, "alice", instance.app(), true));
      end(instance);
    }
    assertThat(served).doesNotHaveDuplicates().hasSize(30);
  }

  @Test
  void ten_thousand_that_do_not_fit_cost_nothing_when_room_comes_free() {
    for (int i = 0; i < 101; i++) {
      join("n" + i, 1000, 4096);
    }
    submit(app("/x/small").resources(1000, 1, 0).instances(101));
    for (int i = 0; i < 10_000; i++) {
      var big = app("/big/app-" + i).resources(2000, 1, 0).build();
      state.apply(new Fact.AppDefined(big, now, now, now, List.of()), docket);
    }
    send(new Event.Tick(now));
    var before = state.applied();
    end(state.instances().getFirst());
    // Its end, a new start: nothing about the others.
    assertThat(state.applied() - before).isLessThan(6);
    assertThat(docket.takeHopeful(state, true)).isEmpty();
  }

  @Test
  void those_that_hope_in_vain_are_some_at_a_time_and_pass_nobody_over() {
    join("n1", 4000, 4096);
    for (int i = 0; i < 200; i++) {
      submit(
          app("/lab/app-" + i)
              .resources(10, 1, 0)
              .constraint("rack", Constraint.Operator.CLUSTER, "none"));
    }
    submit(app("/lab/zzz").resources(4000, 1, 0));
    assertThat(count("/lab/zzz")).isEqualTo(1);
    submit(app("/lab/zzz-next").resources(4000, 1, 0));
    end(state.instances().getFirst());
    var random = new SplittableRandom(3);
    for (int i = 0; i < 20 && state.instanceCount() == 0; i++) {
      now = now.plus(Duration.ofMillis(random.nextInt(100)));
      send(new Event.Tick(now));
    }
    assertThat(state.instanceCount()).isEqualTo(1);
  }

  @Test
  void an_explanation_is_made_once_and_holds_a_sample() {
    for (int i = 0; i < 120; i++) {
      join("n" + i, 1000, 100);
    }
    submit(app("/x/big").resources(2000, 1, 0).instances(3));
    var waits = (Waiting.ForRoom) waiting("/x/big");
    assertThat(waits.vetoes()).hasSize(20);
    assertThat(waits.funnel().sentence()).contains("120 agents").contains("0 with enough CPU");
    submit(app("/x/other").resources(10, 1, 0));
    assertThat(waiting("/x/big")).isEqualTo(waits);
    submit(app("/x/big").resources(2000, 1, 0).instances(5));
    var next = (Waiting.ForRoom) waiting("/x/big");
    assertThat(next.missing()).isEqualTo(5);
  }

  private Waiting waiting(String app) {
    return state.app(app(app).build().id()).orElseThrow().waiting();
  }

  @Test
  void in_a_small_cluster_changed_reasons_are_told() {
    join("n1", 1000, 100);
    submit(app("/x/small").resources(100, 1, 0));
    submit(app("/x/big").resources(2000, 1, 0));
    var before = waiting("/x/big");
    submit(app("/x/small").resources(100, 1, 0).instances(2));
    send(new Event.AgentHello(now, agent("n1").capacity(1500, 100, 0).build()));
    assertThat(waiting("/x/big")).isNotEqualTo(before);
  }
}
