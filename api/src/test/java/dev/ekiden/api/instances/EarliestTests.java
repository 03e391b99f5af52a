package dev.ekiden.api.instances;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Answer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines of several instances in the order of time, and where to go on. */
class EarliestTests {
  private static Answer.Line line(long millis, long offset, String text) {
    return new Answer.Line(offset, Instant.ofEpochMilli(millis).toString(), "stdout", true, text);
  }

  private static List<String> texts(Earliest earliest) {
    return earliest.lines().stream().map(dated -> dated.line().text()).toList();
  }

  @Test
  void lines_are_merged_by_time() {
    var earliest = new Earliest(10, 1000);
    var a = earliest.of("a");
    assertThat(a.add(line(1, 0, "a1"))).isTrue();
    assertThat(a.add(line(5, 9, "a5"))).isTrue();
    assertThat(earliest.of("b").add(line(3, 0, "b3"))).isTrue();
    assertThat(texts(earliest)).containsExactly("a1", "b3", "a5");
    assertThat(earliest.next()).isEmpty();
  }

  @Test
  void the_latest_give_way_and_one_goes_on_with_them() {
    var earliest = new Earliest(3, 1000);
    var a = earliest.of("a");
    for (int i = 0; i < 3; i++) {
      assertThat(a.add(line(10 + i, i, "a" + (10 + i)))).isTrue();
    }
    assertThat(a.add(line(13, 3, "a13"))).as("nothing behind it is earlier").isFalse();
    var b = earliest.of("b");
    assertThat(b.add(line(11, 0, "b11"))).isTrue();
    assertThat(b.add(line(12, 1, "b12"))).isFalse();
    assertThat(texts(earliest)).containsExactly("a10", "a11", "b11");
    assertThat(earliest.next()).hasValue(12);
  }

  @Test
  void no_millisecond_is_given_in_part_unless_it_is_too_much_alone() {
    var earliest = new Earliest(2, 1000);
    var a = earliest.of("a");
    a.add(line(1, 0, "a"));
    a.add(line(2, 1, "b"));
    a.add(line(2, 2, "c"));
    assertThat(texts(earliest)).containsExactly("a");
    assertThat(earliest.next()).hasValue(2);
    var crowd = new Earliest(2, 1000);
    var one = crowd.of("a");
    one.add(line(2, 0, "a"));
    one.add(line(2, 1, "b"));
    one.add(line(2, 2, "c"));
    assertThat(texts(crowd)).containsExactly("a", "b");
    assertThat(crowd.next()).hasValue(3);
  }

  @Test
  void what_is_long_counts_by_its_length_and_one_line_is_always_given() {
    var earliest = new Earliest(10, 10);
    var a = earliest.of("a");
    assertThat(a.add(line(1, 0, "x".repeat(20)))).isTrue();
    assertThat(a.add(line(2, 1, "y"))).isFalse();
    assertThat(earliest.lines()).hasSize(1);
    assertThat(earliest.next()).hasValue(2);
  }

  @Test
  void a_line_without_a_time_or_with_an_earlier_one_stays_behind_the_one_before() {
    var earliest = new Earliest(10, 1000);
    var a = earliest.of("a");
    a.add(line(5, 0, "first"));
    a.add(new Answer.Line(1, "", "stdout", true, "second"));
    a.add(line(2, 2, "third"));
    earliest.of("b").add(line(6, 0, "fourth"));
    assertThat(texts(earliest)).containsExactly("first", "second", "third", "fourth");
  }
}
