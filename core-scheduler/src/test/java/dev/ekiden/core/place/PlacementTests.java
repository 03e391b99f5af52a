package dev.ekiden.core.place;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static dev.ekiden.core.state.StateBuilder.T0;
import static dev.ekiden.core.state.StateBuilder.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.Ability;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.Constraint.Operator;
import dev.ekiden.core.model.HostPort;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.StateBuilder;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlacementTests {

  private static Placing.Answer place(StateBuilder state, AppBuilder app, int count) {
    return Placing.place(state.build(), app.build(), T0, count);
  }

  private static List<String> agents(Placing.Answer result) {
    return result.spots().stream().map(spot -> spot.agent().value()).toList();
  }

  private static ClusterState small() {
    return state().agents(agent("n1").ports(31_000, 31_002)).build();
  }

  @Test
  void spreads_over_agents_before_it_fills_one() {
    var three = state().agents(agent("n1"), agent("n2"), agent("n3"));
    assertThat(agents(place(three, app("/a"), 6)))
        .containsExactly("n1", "n2", "n3", "n1", "n2", "n3");
  }

  @Test
  void prefers_the_agent_with_the_most_memory_left() {
    var two = state().agents(agent("n1"), agent("n2").capacity(4000, 8000, 0));
    assertThat(agents(place(two, app("/a"), 1))).containsExactly("n2");
  }

  @Test
  void takes_instances_already_there_into_account() {
    var spec = app("/a").build();
    var two =
        state()
            .agents(agent("n1"), agent("n2").capacity(1000, 1000, 0))
            .app(spec)
            .instance("i", spec, "n1");
    assertThat(agents(place(two, app("/a"), 1))).containsExactly("n2");
  }

  @Test
  void fills_an_agent_to_its_last_unit_and_not_beyond() {
    var one = state().agents(agent("n1").capacity(1000, 640, 100));
    var ten = place(one, app("/a").resources(100, 64, 10), 11);
    assertThat(ten.spots()).hasSize(10);
    assertThat(ten.vetoes())
        .isEqualTo(List.of(new Veto.ShortOf(new AgentId("n1"), Veto.Kind.CPUS, 100, 0)));
  }

  @Test
  void names_every_agent_that_refuses_with_its_numbers() {
    var spec = app("/b").ports(0).build();
    var cluster =
        state()
            .agents(
                agent("n1"),
                agent("n2").capacity(400, 4096, 4096).with("rack", "r1"),
                agent("n3").capacity(4000, 100, 4096).with("rack", "r1"),
                agent("n4").capacity(4000, 4096, 10).with("rack", "r1"),
                agent("n5").ports(31_000, 31_000).with("rack", "r1"),
                agent("n6").with("rack", "r1"))
            .silent("n6")
            .app(spec)
            .instance("i", spec, "n5", 31_000);
    var wish = app("/a").resources(500, 128, 20).ports(0).constraint("rack", Operator.IS, "r1");
    var vetoes = place(cluster, wish, 1).vetoes();
    assertThat(vetoes)
        .isEqualTo(
            List.of(
                new Veto.ConstraintFails(new AgentId("n1"), "rack IS r1", ""),
                new Veto.ShortOf(new AgentId("n2"), Veto.Kind.CPUS, 500, 400),
                new Veto.ShortOf(new AgentId("n3"), Veto.Kind.MEMORY, 128, 100),
                new Veto.ShortOf(new AgentId("n4"), Veto.Kind.DISK, 20, 10),
                new Veto.NoPorts(new AgentId("n5"), 1, 0),
                new Veto.Silent(new AgentId("n6"))));
    assertThat(vetoes)
        .extracting(Veto::sentence)
        .containsExactly(
            "does not meet \"rack IS r1\": it has no such attribute",
            "needs 0.5 CPUs of CPU, 0.4 CPUs are free",
            "needs 128 MiB of memory, 100 MiB are free",
            "needs 20 MiB of disk, 10 MiB are free",
            "needs 1 host ports, 0 are free",
            "has not reported for a while");
  }

  @Test
  void a_check_by_command_needs_an_agent_that_knows_it() {
    var old = state().agents(agent("n1").cannot(Ability.COMMAND_CHECKS));
    var refused = place(old, app("/a").checkedByCommand(), 1);
    assertThat(refused.spots()).isEmpty();
    assertThat(refused.vetoes())
        .extracting(Veto::sentence)
        .containsExactly(
            "does not meet \"health checks by command\":"
                + " it is version 1, which does not know them");
    var mixed = state().agents(agent("n1").cannot(Ability.COMMAND_CHECKS), agent("n2"));
    assertThat(agents(place(mixed, app("/a").checkedByCommand(), 2))).containsExactly("n2", "n2");
    assertThat(agents(place(mixed, app("/a").checked().ports(0), 2))).containsExactly("n1", "n2");
  }

  @Test
  void a_readiness_check_needs_an_agent_that_asks_for_it() {
    var mixed =
        state()
            .agents(
                agent("n1").cannot(Ability.READINESS_CHECKS),
                agent("n2").cannot(Ability.COMMAND_CHECKS));
    assertThat(agents(place(mixed, app("/a").ports(0).readiness(), 2))).containsExactly("n2", "n2");
    assertThat(agents(place(mixed, app("/a").readiness().checkedByCommand(), 1))).isEmpty();
  }

  @Test
  void an_app_of_each_agent_passes_over_those_that_do_not_know_its_check() {
    var mixed = state().agents(agent("n1").cannot(Ability.COMMAND_CHECKS), agent("n2")).build();
    assertThat(PerAgent.count(mixed.pool(), app("/a").checkedByCommand().build())).isEqualTo(1);
    assertThat(PerAgent.count(mixed.pool(), app("/a").build())).isEqualTo(2);
  }

  @Test
  void a_network_of_its_own_needs_an_agent_that_has_them() {
    var spec = app("/a").bridged(new HostPort.Any());
    var refused = place(state().agents(agent("n1").cannot(Ability.OWN_NETWORKS)), spec, 1);
    assertThat(refused.vetoes())
        .extracting(Veto::sentence)
        .containsExactly(
            "does not meet \"networks of instances' own\": it is a machine without them,"
                + " \"ekiden-agent --check\" says why");
    var mixed = state().agents(agent("n1").cannot(Ability.OWN_NETWORKS), agent("n2"));
    assertThat(agents(place(mixed, spec, 2))).containsExactly("n2", "n2");
  }

  @Test
  void in_a_network_of_its_own_each_port_gets_the_host_port_that_it_asks_for() {
    var one = state().agents(agent("n1").ports(31_000, 31_009));
    var spec =
        app("/a").bridged(new HostPort.Fixed(31_005), new HostPort.None(), new HostPort.Any());
    var result = place(one, spec, 2);
    assertThat(result.spots()).hasSize(1);
    assertThat(result.spots().getFirst().ports())
        .hasSize(2)
        .startsWith(31_005)
        .allMatch(port -> port >= 31_000 && port <= 31_009)
        .doesNotHaveDuplicates();
    assertThat(result.vetoes())
        .extracting(Veto::sentence)
        .containsExactly("port 31005 is taken or not in its range");
    var built = spec.build();
    assertThat(built.hostPort(0, List.of(31_005, 31_000))).hasValue(31_005);
    assertThat(built.hostPort(1, List.of(31_005, 31_000))).isEmpty();
    assertThat(built.hostPort(2, List.of(31_005, 31_000))).hasValue(31_000);
    assertThat(built.hostPort(3, List.of(31_005, 31_000))).isEmpty();
  }

  @Test
  void an_empty_cluster_has_no_place_and_no_vetoes() {
    var result = place(state(), app("/a"), 1);
    assertThat(result.spots()).isEmpty();
    assertThat(result.vetoes()).isEmpty();
  }

  @Test
  void gives_each_instance_a_host_port_per_definition_in_the_range_and_none_twice() {
    var one = state().agents(agent("n1").ports(31_000, 31_009));
    var result = place(one, app("/a").ports(0, 8080), 5);
    assertThat(result.spots()).hasSize(5).allMatch(spot -> spot.ports().size() == 2);
    assertThat(result.spots().stream().flatMap(spot -> spot.ports().stream()))
        .hasSize(10)
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 31_000 && port <= 31_009);
  }

  @Test
  void never_gives_a_port_that_a_live_instance_has() {
    var spec = app("/b").ports(0, 0).build();
    var one =
        state()
            .agents(agent("n1").ports(31_000, 31_002))
            .app(spec)
            .instance("i", spec, "n1", 31_000, 31_002);
    assertThat(place(one, app("/a").ports(0), 2).spots())
        .isEqualTo(List.of(new Placement.Spot(new AgentId("n1"), 0, List.of(31_001))));
  }

  @Test
  void does_not_give_a_port_again_soon() {
    var state = state().agents(agent("n1"));
    var spec = app("/a").ports(0).build();
    var first = Placing.place(state.build(), spec, T0, 1).spots().getFirst().ports();
    state.app(spec);
    assertThat(Placing.place(state.build(), spec, T0, 1).spots().getFirst().ports())
        .isNotEqualTo(first);
  }

  @Test
  void gives_required_ports_as_they_are_and_fills_up_the_others() {
    var wish = app("/a").ports(0, 31_001).requirePorts();
    var spots = Placing.place(small(), wish.build(), T0, 1).spots();
    assertThat(spots.getFirst().ports().get(1)).isEqualTo(31_001);
    assertThat(spots.getFirst().ports().getFirst()).isIn(31_000, 31_002);
  }

  @Test
  void a_required_port_is_given_once_per_agent() {
    var wish = app("/a").ports(31_001).requirePorts();
    var result = Placing.place(small(), wish.build(), T0, 2);
    assertThat(result.spots()).hasSize(1);
    assertThat(result.vetoes()).isEqualTo(List.of(new Veto.PortTaken(new AgentId("n1"), 31_001)));
  }

  @Test
  void a_required_port_outside_the_range_is_refused() {
    var wish = app("/a").ports(80).requirePorts();
    assertThat(Placing.vetoes(small(), wish.build(), T0))
        .isEqualTo(List.of(new Veto.PortTaken(new AgentId("n1"), 80)));
  }

  @Test
  void ports_held_outside_a_changed_range_do_not_count() {
    var spec = app("/b").ports(0, 0, 0).build();
    var moved =
        state()
            .agents(agent("n1").ports(31_000, 31_002))
            .app(spec)
            .instance("i", spec, "n1", 31_000, 31_001, 31_002)
            .agents(agent("n1").ports(32_000, 32_001));
    assertThat(place(moved, app("/c"), 1).spots()).hasSize(1);
    assertThat(place(moved, app("/a").ports(0, 0), 1).spots()).hasSize(1);
    assertThat(place(moved, app("/a").ports(0, 0, 0), 1).vetoes())
        .isEqualTo(List.of(new Veto.NoPorts(new AgentId("n1"), 3, 2)));
  }

  @Test
  void an_agent_without_ports_takes_apps_without_ports() {
    var bare = state().agents(agent("n1").ports(31_000, 30_999));
    assertThat(place(bare, app("/a"), 1).spots()).hasSize(1);
    assertThat(place(bare, app("/a").ports(0), 1).vetoes())
        .isEqualTo(List.of(new Veto.NoPorts(new AgentId("n1"), 1, 0)));
  }

  @Test
  void a_thousand_agents_are_looked_at_in_no_time() {
    var many = state();
    for (int i = 0; i < 1000; i++) {
      many.agents(agent("n" + i).with("rack", "r" + i % 10));
    }
    var spread = app("/a").constraint("rack", Operator.GROUP_BY, "");
    var counts = new TreeMap<String, Integer>();
    for (var spot : place(many, spread, 200).spots()) {
      var rack = many.build().agent(spot.agent()).orElseThrow().spec().field("rack");
      counts.merge(rack, 1, Integer::sum);
    }
    assertThat(counts).hasSize(10).allSatisfy((_, count) -> assertThat(count).isEqualTo(20));
  }
}
