package dev.ekiden.core.place;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.Constraint.Operator;
import dev.ekiden.core.model.PortRange;
import dev.ekiden.core.model.Preference;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.pool.IntCounts;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a search does beyond Marathon: preferences, packing, roles, credit, large clusters. */
class SearchTests {
  private static Pool pool(AgentBuilder... agents) {
    var pool = new Pool();
    for (var agent : agents) {
      pool.put(agent.build(), Standing.OPEN);
    }
    return pool;
  }

  private static Pool zones(int agents) {
    var pool = new Pool();
    for (int i = 0; i < agents; i++) {
      // The zones lie one after the other, so that a walk meets one only for long.
      var zone = "z" + i * 3 / agents;
      pool.put(agent("n%05d".formatted(i)).with("zone", zone).build(), Standing.OPEN);
    }
    return pool;
  }

  private static Placement search(Pool pool, AppBuilder app) {
    return Placement.of(pool, app.build(), new IntCounts(), 1);
  }

  private static List<String> agents(Placement.Result result) {
    return result.spots().stream().map(spot -> spot.agent().value()).toList();
  }

  private static Preference prefers(String field, Operator operator, String value, int weight) {
    return new Preference(new Constraint(field, operator, value), weight);
  }

  @Test
  void prefers_what_weighs_more_but_does_not_insist() {
    var two =
        pool(
            agent("n1").capacity(150, 4096, 0).with("disk", "ssd"),
            agent("n2").capacity(150, 4096, 0).with("zone", "a"),
            agent("n3").capacity(150, 4096, 0));
    var wish =
        app("/a")
            .prefers(
                prefers("zone", Operator.IS, "a", 3), prefers("disk", Operator.LIKE, "ssd", 2));
    assertThat(agents(search(two, wish).place(4))).containsExactly("n2", "n1", "n3");
  }

  @Test
  void a_preferred_agent_is_found_among_ten_thousand() {
    var pool = zones(10_000);
    int slot = pool.put(agent("fast").with("disk", "nvme").build(), Standing.OPEN);
    var wish = app("/a").prefers(prefers("disk", Operator.IS, "nvme", 1));
    assertThat(search(pool, wish).place(3).spots()).allMatch(spot -> spot.slot() == slot);
  }

  @Test
  void zones_may_be_preferred_evenly() {
    var pool = zones(3000);
    var wish = app("/a").prefers(prefers("zone", Operator.GROUP_BY, "", 1));
    assertThat(perZone(pool, search(pool, wish).place(300)).values()).containsOnly(100);
  }

  private static TreeMap<String, Integer> perZone(Pool pool, Placement.Result result) {
    var zones = new TreeMap<String, Integer>();
    for (var spot : result.spots()) {
      zones.merge(pool.spec(spot.slot()).field("zone"), 1, Integer::sum);
    }
    return zones;
  }

  @Test
  void packing_fills_the_fullest_agent_first() {
    var two = pool(agent("n1"), agent("n2").capacity(300, 4096, 0), agent("n3"));
    var wish = app("/a").pack();
    assertThat(agents(search(two, wish).place(5))).containsExactly("n2", "n2", "n2", "n1", "n1");
  }

  @Test
  void between_equals_the_lower_name_decides() {
    var three = pool(agent("n3"), agent("n1"), agent("n2"));
    assertThat(agents(search(three, app("/a")).place(3))).containsExactly("n1", "n2", "n3");
    assertThat(agents(search(three, app("/a").pack()).place(2))).containsExactly("n1", "n1");
  }

  /** The example of docs/algorithms/placement.md. */
  @Test
  void groups_come_first_then_agents_then_room_then_names() {
    var four =
        pool(
            agent("n1").with("zone", "a"),
            agent("n2").with("zone", "a"),
            agent("n3").with("zone", "b"),
            agent("n4").with("zone", "b"));
    var wish = app("/a").constraint("zone", Operator.GROUP_BY, "");
    var placed = new IntCounts();
    placed.add(0, 1);
    four.take(0, wish.build().resources(), List.of());
    assertThat(agents(Placement.of(four, wish.build(), placed, 1).place(3)))
        .containsExactly("n3", "n2", "n4");
  }

  @Test
  void a_role_keeps_others_away() {
    var two = pool(agent("n1").with("role", "db"), agent("n2"));
    assertThat(agents(search(two, app("/a")).place(1))).containsExactly("n2");
    assertThat(agents(search(two, app("/a").roles("db")).place(1))).containsExactly("n1");
    assertThat(search(two, app("/a").roles("*", "db")).vetoes()).isEmpty();
    assertThat(search(two, app("/a").roles("db")).vetoes())
        .containsExactly(new Veto.RoleDiffers(two.spec(1).id(), "*"));
  }

  @Test
  void gpus_are_counted() {
    var two = pool(agent("n1"), agent("n2").gpus(2));
    var search = search(two, app("/a").gpus(1));
    assertThat(agents(search.place(3))).containsExactly("n2", "n2");
    assertThat(search.vetoes()).contains(new Veto.ShortOf(two.spec(0).id(), Veto.Kind.GPUS, 1, 0));
  }

  @Test
  void room_that_is_held_for_the_app_counts_as_free() {
    var one = pool(agent("n1").capacity(100, 100, 0));
    one.take(0, new Resources(100, 100, 0), List.of());
    assertThat(search(one, app("/a")).place(1).missing()).isEqualTo(1);
    var search = search(one, app("/a"));
    search.credit(0, new Resources(100, 100, 0));
    assertThat(search.place(2).spots()).hasSize(1);
    search.credit(0, new Resources(100, 64, 0));
    assertThat(search.place(2).spots()).hasSize(1);
  }

  @Test
  void credit_first_pays_what_a_shrunken_agent_owes() {
    var one = pool(agent("n1").capacity(1000, 1000, 0));
    one.take(0, new Resources(1000, 1000, 0), List.of());
    one.put(agent("n1").capacity(150, 1000, 0).build(), Standing.OPEN);
    var search = search(one, app("/a"));
    search.credit(0, new Resources(900, 900, 0));
    assertThat(search.place(1).spots()).isEmpty();
    search.credit(0, new Resources(50, 0, 0));
    assertThat(search.place(2).spots()).hasSize(1);
  }

  @Test
  void an_excluded_agent_takes_nothing_and_nobody_waits_for_its_group() {
    var three =
        pool(
            agent("n1").with("zone", "a"),
            agent("n2").with("zone", "b"),
            agent("n3").with("zone", "c"));
    var search = search(three, app("/a").constraint("zone", Operator.GROUP_BY, ""));
    search.exclude(1);
    assertThat(agents(search.place(4))).containsExactly("n1", "n3", "n1", "n3");
    assertThat(search.vetoes()).contains(new Veto.Draining(three.spec(1).id()));
  }

  @Test
  void ports_come_from_all_ranges_and_the_fixed_ones_are_kept_free() {
    var one = pool(agent("n1").ports(new PortRange(80, 81), new PortRange(443, 443)));
    var search = search(one, app("/a").ports(0, 443, 0).requirePorts());
    var ports = search.place(1).spots().getFirst().ports();
    assertThat(ports.get(1)).isEqualTo(443);
    assertThat(new TreeSet<>(ports)).containsExactly(80, 81, 443);
    assertThat(search.place(1).missing()).isEqualTo(1);
  }

  @Test
  void a_batch_spreads_over_a_large_cluster() {
    var pool = zones(5000);
    var spots = search(pool, app("/a")).place(5000).spots();
    assertThat(spots.stream().map(Placement.Spot::slot).distinct()).hasSize(5000);
  }

  @Test
  void the_last_free_agent_of_many_is_found_and_filled() {
    var pool = zones(20_000);
    for (int slot = 0; slot < 20_000; slot++) {
      pool.take(slot, new Resources(slot == 12_345 ? 3700 : 4000, 0, 0), List.of());
    }
    var result = search(pool, app("/a")).place(5);
    assertThat(result.spots()).hasSize(3).allMatch(spot -> spot.slot() == 12_345);
    assertThat(result.missing()).isEqualTo(2);
  }

  @Test
  void hostnames_can_be_groups_too() {
    var pool = zones(300);
    var wish = app("/a").constraint("hostname", Operator.GROUP_BY, "");
    var result = search(pool, wish).place(900);
    var counts = new TreeMap<Integer, Integer>();
    result.spots().forEach(spot -> counts.merge(spot.slot(), 1, Integer::sum));
    assertThat(counts).hasSize(300);
    assertThat(counts.values()).containsOnly(3);
  }

  @Test
  void an_agent_that_changes_is_another_one_to_the_next_search() {
    var pool = pool(agent("n1").with("zone", "a"), agent("n2").with("zone", "b"));
    var wish = app("/a").constraint("zone", Operator.LIKE, "a");
    assertThat(agents(search(pool, wish).place(1))).containsExactly("n1");
    pool.put(agent("n1").with("zone", "b").build(), Standing.OPEN);
    assertThat(search(pool, wish).place(1).spots()).isEmpty();
    pool.put(agent("n2").with("zone", "a").build(), Standing.OPEN);
    assertThat(agents(search(pool, wish).place(1))).containsExactly("n2");
    pool.standing(1, Standing.SILENT);
    assertThat(search(pool, wish).place(1).spots()).isEmpty();
  }
}
