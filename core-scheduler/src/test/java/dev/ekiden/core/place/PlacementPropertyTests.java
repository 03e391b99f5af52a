package dev.ekiden.core.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.Constraint.Operator;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every cluster and app, held against {@link NaivePlacement}. */
class PlacementPropertyTests {
  private static final int COUNT = 40;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 12);
  }

  /** Each seed stands for a hundred clusters, one after the other. */
  private static LongStream clusters(long seed) {
    return LongStream.range(seed * 100, seed * 100 + 100);
  }

  private static Placement search(RandomCluster cluster) {
    return Placement.of(cluster.pool, cluster.app, cluster.placed, 17);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void every_spot_is_one_at_its_time_and_none_is_left_when_it_gives_up(long seed) {
    clusters(seed)
        .forEach(
            one -> {
              var cluster = new RandomCluster(one, 200);
              var naive = new NaivePlacement(cluster.pool, cluster.app, cluster.placed);
              var search = search(cluster);
              var result = search.place(COUNT);
              for (var spot : result.spots()) {
                assertThat(naive.accepts(spot.slot())).as("%s of %s", spot, one).isTrue();
                checkPorts(naive, cluster, spot);
                naive.take(spot);
              }
              assertThat(result.spots().size() + result.missing()).isEqualTo(COUNT);
              var left = naive.accepting();
              assertThat(result.missing() == 0 || left.isEmpty()).as("%s: %s", one, left).isTrue();
              var refusing = search.vetoes().stream().map(Veto::agent).toList();
              var expected = new ArrayList<>(cluster.pool.agents());
              left.forEach(slot -> expected.remove(RandomCluster.id(cluster.pool, slot)));
              assertThat(refusing).as("vetoes of %s", one).isEqualTo(expected);
            });
  }

  private static void checkPorts(NaivePlacement naive, RandomCluster cluster, Placement.Spot spot) {
    assertThat(RandomCluster.id(cluster.pool, spot.slot())).isEqualTo(spot.agent());
    assertThat(spot.ports())
        .hasSameSizeAs(cluster.app.ports())
        .doesNotHaveDuplicates()
        .allMatch(port -> naive.isFree(spot.slot(), port));
    for (int i = 0; i < spot.ports().size(); i++) {
      int wanted = cluster.app.requirePorts() ? cluster.app.ports().get(i).port() : 0;
      assertThat(wanted == 0 || spot.ports().get(i) == wanted).isTrue();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void where_it_sees_all_agents_none_is_better_than_the_one_it_takes(long seed) {
    clusters(seed)
        .forEach(
            one -> {
              var cluster = new RandomCluster(one, Window.MOST);
              var naive = new NaivePlacement(cluster.pool, cluster.app, cluster.placed);
              for (var spot : search(cluster).place(COUNT).spots()) {
                var chosen = naive.badness(spot.slot());
                for (var other : naive.accepting()) {
                  assertThat(isBetter(naive.badness(other), chosen))
                      .as("slot %s than %s of %s", other, spot, one)
                      .isFalse();
                }
                naive.take(spot);
              }
            });
  }

  private static boolean isBetter(double[] one, double[] other) {
    for (int i = 0; i < one.length; i++) {
      if (Math.abs(one[i] - other[i]) > 1e-6) {
        return one[i] < other[i];
      }
    }
    return false;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void groups_that_start_even_stay_even(long seed) {
    clusters(seed)
        .forEach(
            one -> {
              var cluster = new RandomCluster(one, 200);
              var groupings =
                  cluster.app.constraints().stream()
                      .filter(constraint -> constraint.operator() == Operator.GROUP_BY)
                      .toList();
              if (groupings.size() != 1 || cluster.placed.total() > 0) {
                return;
              }
              var spots = search(cluster).place(COUNT).spots();
              for (var grouping : groupings) {
                var groups = new TreeMap<String, Integer>();
                for (var spot : spots) {
                  var value = cluster.pool.spec(spot.slot()).field(grouping.field());
                  groups.merge(value, 1, Integer::sum);
                  int most = Collections.max(groups.values());
                  int least = Collections.min(groups.values());
                  assertThat(most - least).as("%s of %s", groups, one).isLessThanOrEqualTo(1);
                }
              }
            });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_search_changes_nothing_and_can_be_repeated_and_continued(long seed) {
    clusters(seed)
        .forEach(
            one -> {
              var cluster = new RandomCluster(one, 200);
              var before = RandomCluster.dump(cluster.pool);
              var first = search(cluster).place(COUNT);
              assertThat(RandomCluster.dump(cluster.pool)).isEqualTo(before);
              assertThat(search(cluster).place(COUNT)).isEqualTo(first);
              var inParts = search(cluster);
              var spots = new ArrayList<>(inParts.place(7).spots());
              spots.addAll(inParts.place(COUNT - 7).spots());
              assertThat(spots).isEqualTo(first.spots());
            });
  }

  /** A standby, or a master that started from a snapshot, must come to the same. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void how_the_pool_came_about_does_not_matter(long seed) {
    clusters(seed)
        .forEach(
            one -> {
              var cluster = new RandomCluster(one, 200);
              var first = search(cluster).place(COUNT);
              var other = new Pool();
              var asked = new RandomCluster(one + 1, 3).app;
              var steps = new ArrayList<>(cluster.steps);
              Collections.shuffle(steps, new Random(one));
              for (var step : steps) {
                RandomCluster.apply(other, step);
                Placement.of(other, asked, cluster.placed, one).place(1);
                Placement.of(other, cluster.app, cluster.placed, one).place(1);
              }
              int extra = other.put(steps.getFirst().first(), Standing.OPEN);
              other.put(steps.getFirst().last(), steps.getFirst().standing());
              assertThat(extra).isEqualTo(steps.getFirst().slot());
              var second = Placement.of(other, cluster.app, cluster.placed, 17).place(COUNT);
              assertThat(second).as("cluster %s", one).isEqualTo(first);
            });
  }
}
