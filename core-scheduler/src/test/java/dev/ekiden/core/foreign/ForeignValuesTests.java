package dev.ekiden.core.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.PortRange;
import dev.ekiden.core.model.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignValuesTests {
  private static final FrameworkId SPARK = new FrameworkId("spark");

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a\\b", "a\nb", "a\u007Fb"})
  void ids_that_do_not_fit_a_file_name_are_refused(String id) {
    assertThat(TaskKey.valid(id)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new TaskKey(SPARK, id));
    assertThatIllegalArgumentException().isThrownBy(() -> new FrameworkId(id));
  }

  @Test
  void ids_have_255_characters_at_most() {
    assertThat(TaskKey.valid("x".repeat(255))).isTrue();
    assertThat(TaskKey.valid("x".repeat(256))).isFalse();
  }

  @Test
  void an_offer_id_is_read_as_it_is_written_and_anything_else_was_never_made() {
    assertThat(OfferId.of(new OfferId(17).text())).isEqualTo(new OfferId(17));
    assertThat(List.of("", "17", "O", "O0", "O-1", "O1x", "O" + "9".repeat(30)))
        .allMatch(text -> OfferId.of(text).equals(OfferId.NEVER_MADE));
  }

  @Test
  void a_framework_has_roles_a_weight_and_a_timeout_that_make_sense() {
    assertThat(spec(List.of("b", "a", "b"), 1, 0).roles()).containsExactly("a", "b");
    assertThatIllegalArgumentException().isThrownBy(() -> spec(List.of(), 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> spec(List.of("a b"), 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> spec(List.of("-a"), 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> spec(List.of("*"), 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> spec(List.of("*"), Double.NaN, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> spec(List.of("*"), 1, -1));
  }

  private static FrameworkSpec spec(List<String> roles, double weight, int failoverSeconds) {
    return new FrameworkSpec(
        "spark", "p", "u", roles, weight, Duration.ofSeconds(failoverSeconds), List.of());
  }

  @Test
  void a_live_task_is_in_a_live_state() {
    for (var state : TaskState.values()) {
      if (state.terminal() || state == TaskState.UNKNOWN) {
        assertThatIllegalArgumentException().isThrownBy(() -> ForeignSamples.task(state, false));
      } else {
        assertThat(ForeignSamples.task(state, false).state()).isEqualTo(state);
      }
    }
  }

  @Test
  void who_knows_nothing_of_partitions_is_told_lost() {
    assertThat(TaskState.values())
        .filteredOn(state -> state.told(false) == TaskState.LOST)
        .containsExactly(
            TaskState.LOST,
            TaskState.DROPPED,
            TaskState.UNREACHABLE,
            TaskState.GONE,
            TaskState.GONE_BY_OPERATOR,
            TaskState.UNKNOWN);
    assertThat(TaskState.values()).allMatch(state -> state.told(true) == state);
  }

  @Test
  void ports_become_the_fewest_ranges_and_back() {
    var ports = new TreeSet<>(List.of(1, 2, 3, 7, 9, 10));
    var ranges = PortSets.ranges(ports);
    assertThat(ranges)
        .containsExactly(new PortRange(1, 3), new PortRange(7, 7), new PortRange(9, 10));
    assertThat(PortSets.each(ranges)).containsExactlyElementsOf(ports);
    assertThat(PortSets.ranges(new TreeSet<>())).isEmpty();
  }

  @Test
  void only_the_newest_ten_thousand_removed_ids_are_barred() {
    var book = new ForeignBook();
    var pool = new dev.ekiden.core.pool.Pool();
    for (int i = 0; i <= 10_000; i++) {
      var id = new FrameworkId("f" + i);
      book.apply(
          new ForeignFact.FrameworkSubscribed(id, ForeignSamples.spec(), List.of(), Instant.EPOCH),
          pool);
      book.apply(new ForeignFact.FrameworkRemoved(id, "over", Instant.EPOCH), pool);
    }
    assertThat(book.barred(new FrameworkId("f0"))).isEmpty();
    assertThat(book.barred(new FrameworkId("f1"))).contains("over");
    assertThat(book.contents().barred()).hasSize(10_000);
  }

  @Test
  void of_many_filters_those_that_say_nothing_more_are_not_kept() {
    var filters = new Filters();
    var agent = new AgentId("n1");
    var until = Instant.EPOCH.plusSeconds(60);
    filters.add(new Filter(SPARK, agent, "*", new Resources(1000, 100, 0), until));
    filters.add(new Filter(SPARK, agent, "*", new Resources(500, 100, 0), until.minusSeconds(1)));
    assertThat(filters.all()).hasSize(1);
    filters.add(new Filter(SPARK, agent, "*", new Resources(2000, 200, 0), until.plusSeconds(1)));
    assertThat(filters.all()).hasSize(1);
    for (int i = 1; i <= 20; i++) {
      var amount = new Resources(10_000 - i, i, 0);
      filters.add(new Filter(SPARK, agent, "*", amount, until.plusSeconds(100 - i)));
    }
    assertThat(filters.all()).hasSize(8);
  }
}
