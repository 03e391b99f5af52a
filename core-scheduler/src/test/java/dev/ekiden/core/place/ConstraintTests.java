package dev.ekiden.core.place;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static dev.ekiden.core.state.StateBuilder.T0;
import static dev.ekiden.core.state.StateBuilder.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.Constraint.Operator;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.StateBuilder;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintTests {
  private static final AppBuilder WEB = app("/shop/web");

  /** n1, n2 in r1; n3, n4 in r2; n5 has no rack. */
  private static StateBuilder racks() {
    return state()
        .agents(
            agent("n1").with("rack", "r1").with("gpus", "2"),
            agent("n2").with("rack", "r1").with("gpus", "0.8001"),
            agent("n3").with("rack", "r2").with("gpus", "0"),
            agent("n4").with("rack", "r2"),
            agent("n5"));
  }

  private static Placing.Answer place(ClusterState state, AppBuilder app, int count) {
    return Placing.place(state, app.build(), T0, count);
  }

  private static List<String> agents(Placing.Answer result) {
    return result.spots().stream().map(spot -> spot.agent().value()).sorted().toList();
  }

  @ParameterizedTest(name = "{0} {1} {2} allows {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hostname  | LIKE   | n[12]      | n1 n2
          @hostname | LIKE   | n3         | n3
          hostname  | UNLIKE | n[12]      | n3 n4 n5
          hostname  | LIKE   | n          | ''
          hostname  | CLUSTER| n4         | n4
          rack      | LIKE   | r.         | n1 n2 n3 n4
          rack      | LIKE   | .*         | n1 n2 n3 n4
          rack      | UNLIKE | r1         | n3 n4 n5
          rack      | IS     | r1         | n1 n2
          rack      | IS     | r          | ''
          gpus      | IS     | 2.0        | n1
          gpus      | IS     | 0.8        | n2
          gpus      | IS     | 0.80       | n2
          gpus      | IS     | -0         | n3
          gpus      | IS     | .0         | n3
          rack      | CLUSTER| r2         | n3 n4
          none      | CLUSTER| ''         | ''
          none      | GROUP_BY| ''        | ''
          none      | UNIQUE | ''         | ''
          none      | MAX_PER| 3          | ''
          none      | UNLIKE | .*         | n1 n2 n3 n4 n5
          """)
  void each_operator_allows_these_agents(
      String field, Operator operator, String value, String allowed) {
    var state = racks().build();
    var constrained = app("/shop/web").constraint(field, operator, value);
    var refusing =
        Placing.vetoes(state, constrained.build(), T0).stream()
            .map(veto -> veto.agent().value())
            .toList();
    var accepting =
        state.agents().stream()
            .map(agent -> agent.id().value())
            .filter(name -> !refusing.contains(name))
            .toList();
    assertThat(String.join(" ", accepting)).isEqualTo(allowed);
  }

  @Test
  void unique_takes_one_instance_per_value() {
    var unique = app("/shop/web").constraint("hostname", Operator.UNIQUE, "");
    assertThat(agents(place(racks().build(), unique, 9)))
        .containsExactly("n1", "n2", "n3", "n4", "n5");
    var rack = app("/shop/web").constraint("rack", Operator.UNIQUE, "");
    assertThat(place(racks().build(), rack, 9).spots()).hasSize(2);
  }

  @Test
  void max_per_takes_so_many_per_value() {
    var most = app("/shop/web").constraint("rack", Operator.MAX_PER, "3");
    var result = place(racks().build(), most, 9);
    assertThat(perRack(racks().build(), result)).containsOnly(entry("r1", 3), entry("r2", 3));
  }

  @Test
  void cluster_without_a_value_stays_where_the_first_one_went() {
    var together = app("/shop/web").constraint("rack", Operator.CLUSTER, "");
    var result = place(racks().build(), together, 4);
    assertThat(perRack(racks().build(), result)).containsOnly(entry("r1", 4));
  }

  @Test
  void group_by_spreads_evenly_over_all_groups_there_are() {
    var spread = app("/shop/web").constraint("rack", Operator.GROUP_BY, "");
    for (int count = 1; count <= 8; count++) {
      var result = place(racks().build(), spread, count);
      assertThat(result.spots()).hasSize(count);
      var groups = perRack(racks().build(), result);
      assertThat(groups.getOrDefault("r1", 0) - groups.getOrDefault("r2", 0)).isBetween(0, 1);
    }
  }

  @Test
  void group_by_with_more_groups_than_there_are_takes_one_each_and_waits() {
    var spread = app("/shop/web").constraint("rack", Operator.GROUP_BY, "3");
    var result = place(racks().build(), spread, 5);
    assertThat(perRack(racks().build(), result)).containsOnly(entry("r1", 1), entry("r2", 1));
    assertThat(result.vetoes()).hasSize(5);
  }

  @Test
  void group_by_with_fewer_groups_than_there_are_still_uses_them_all_evenly() {
    var state =
        state()
            .agents(
                agent("a").with("rack", "r1").capacity(9000, 9000, 0),
                agent("b").with("rack", "r1").capacity(9000, 9000, 0),
                agent("c").with("rack", "r2"),
                agent("d").with("rack", "r3"))
            .build();
    var spread = app("/shop/web").constraint("rack", Operator.GROUP_BY, "1");
    assertThat(perRack(state, place(state, spread, 3)))
        .containsOnly(entry("r1", 1), entry("r2", 1), entry("r3", 1));
    assertThat(perRack(state, place(state, spread, 6)))
        .containsOnly(entry("r1", 2), entry("r2", 2), entry("r3", 2));
  }

  @Test
  void group_by_does_not_wait_for_groups_that_other_constraints_rule_out() {
    var state =
        state()
            .agents(
                agent("a").with("rack", "r1").with("zone", "z1"),
                agent("b").with("rack", "r2").with("zone", "z1"),
                agent("c").with("rack", "r3").with("zone", "z2"))
            .build();
    var spread =
        app("/shop/web")
            .constraints(
                new Constraint("rack", Operator.GROUP_BY, ""),
                new Constraint("@zone", Operator.CLUSTER, "z1"));
    assertThat(perRack(state, place(state, spread, 4)))
        .containsOnly(entry("r1", 2), entry("r2", 2));
  }

  @Test
  void group_by_does_not_wait_for_silent_agents() {
    var spread = app("/shop/web").constraint("rack", Operator.GROUP_BY, "");
    var result = place(racks().silent("n3").silent("n4").build(), spread, 4);
    assertThat(agents(result)).containsExactly("n1", "n1", "n2", "n2");
  }

  @Test
  void all_constraints_must_hold() {
    var both =
        app("/shop/web")
            .constraints(
                new Constraint("rack", Operator.IS, "r2"),
                new Constraint("hostname", Operator.UNIQUE, ""));
    assertThat(agents(place(racks().build(), both, 5))).containsExactly("n3", "n4");
  }

  @Test
  void only_instances_of_the_same_version_count() {
    var unique = app("/shop/web").constraint("hostname", Operator.UNIQUE, "");
    var state =
        state().agents(agent("n1")).app(unique.build()).instance("old", unique.build(), "n1");
    var next = T0.plusSeconds(1);
    assertThat(Placing.place(state.build(), unique.build(), next, 1).spots()).hasSize(1);
    assertThat(Placing.place(state.build(), unique.build(), T0, 1).spots()).isEmpty();
  }

  @Test
  void instances_that_are_to_end_do_not_count() {
    var unique = app("/shop/web").constraint("hostname", Operator.UNIQUE, "");
    var state =
        state()
            .agents(agent("n1"))
            .app(unique.build())
            .instance("i", unique.build(), "n1")
            .fact(new Fact.InstanceKillDecided(new InstanceId("i"), "", T0));
    assertThat(Placing.place(state.build(), unique.build(), T0, 1).spots()).hasSize(1);
  }

  @Test
  void a_veto_quotes_the_constraint_and_what_the_agent_is_instead() {
    var like = app("/shop/web").constraint("rack", Operator.LIKE, "r[13]");
    var vetoes = Placing.vetoes(racks().build(), like.build(), T0);
    assertThat(vetoes)
        .contains(
            new Veto.ConstraintFails(new AgentId("n3"), "rack LIKE r[13]", "r2"),
            new Veto.ConstraintFails(new AgentId("n5"), "rack LIKE r[13]", ""));
    assertThat(vetoes)
        .extracting(Veto::sentence)
        .contains(
            "does not meet \"rack LIKE r[13]\": it is r2",
            "does not meet \"rack LIKE r[13]\": it has no such attribute");
  }

  @Test
  @Timeout(5)
  void a_number_of_astronomic_size_is_compared_as_text() {
    var state = state().agents(agent("n1").with("size", "9e999999999")).build();
    var is = WEB.constraint("size", Operator.IS, "1e999999999");
    assertThat(place(state, is, 1).vetoes()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"LIKE", "UNLIKE"})
  @Timeout(5)
  void an_expression_that_takes_for_ever_accepts_nobody(Operator operator) {
    var state = state().agents(agent("a-rather-long-name-of-a-machine-01")).build();
    var endless = app("/shop/web").constraint("hostname", operator, ".?".repeat(60) + "z");
    assertThat(place(state, endless, 1).vetoes()).hasSize(1);
  }

  @Test
  void an_expression_of_absurd_length_is_refused() {
    var absurd = new Constraint("rack", Operator.LIKE, "(".repeat(100_000));
    assertThat(Constraints.problem(absurd))
        .isEqualTo("a regular expression may have 1000 characters");
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UNIQUE   | ''   | ''
          UNIQUE   | x    | UNIQUE takes no value
          CLUSTER  | ''   | ''
          CLUSTER  | x    | ''
          GROUP_BY | ''   | ''
          GROUP_BY | 3    | ''
          GROUP_BY | 0    | GROUP_BY takes a number only
          GROUP_BY | x    | GROUP_BY takes a number only
          MAX_PER  | 2    | ''
          MAX_PER  | ''   | MAX_PER needs a number
          MAX_PER  | -1   | MAX_PER needs a number
          MAX_PER  | 9999999999 | MAX_PER needs a number
          LIKE     | a.*  | ''
          LIKE     | ''   | LIKE needs a regular expression
          UNLIKE   | ''   | UNLIKE needs a regular expression
          LIKE     | (    | not a regular expression: Unclosed group
          IS       | 0.8  | ''
          IS       | a b  | IS needs a value of letters, digits, _ / . -
          IS       | ''   | IS needs a value of letters, digits, _ / . -
          """)
  void what_is_wrong_with_a_constraint_is_said_before_it_is_accepted(
      Operator operator, String value, String problem) {
    assertThat(Constraints.problem(new Constraint("rack", operator, value))).isEqualTo(problem);
  }

  private static SortedMap<String, Integer> perRack(ClusterState state, Placing.Answer result) {
    var counts = new TreeMap<String, Integer>();
    for (var spot : result.spots()) {
      var rack = state.agent(spot.agent()).orElseThrow().spec().field("rack");
      counts.merge(rack, 1, Integer::sum);
    }
    return counts;
  }

  private static Map.Entry<String, Integer> entry(String key, int value) {
    return Map.entry(key, value);
  }
}
