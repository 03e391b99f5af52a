package dev.ekiden.api.agentlink;

import static dev.ekiden.api.agentlink.FakeChannel.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.decide.Event;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Order;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Reports and hellos on their way to a control loop that has room when the test says so. */
class IntakeTests {
  private final List<Long> taken = new ArrayList<>();
  private int room;
  private final Intake intake = new Intake(5, this::offer);
  private final Connections connections = new Connections(() -> 0);
  private final Connection connection = welcomed("n1");

  private boolean offer(Intake.Item item) {
    if (room == 0) {
      return false;
    }
    room--;
    taken.add(item.seq());
    return true;
  }

  private Connection welcomed(String agent) {
    var added = connections.add("s-" + agent, agent, new FakeChannel(), HERE);
    added.keepHello("hello", 0);
    added.beginGreeting();
    added.welcome(new Order.Welcome(1, "m", 1, Dialect.OURS), true);
    return added;
  }

  private Intake.Item item(Connection from, long seq) {
    return new Intake.Item(from, seq, Event.Tick::new);
  }

  @Test
  void reports_wait_while_there_is_no_room_and_keep_their_order() {
    room = 1;
    LongStream.rangeClosed(1, 4).forEach(seq -> intake.add(item(connection, seq)));
    assertThat(taken).containsExactly(1L);
    room = 2;
    intake.retry();
    room = 5;
    intake.add(item(connection, 5));
    assertThat(taken).containsExactly(1L, 2L, 3L);
    intake.retry();
    assertThat(taken).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(intake.waiting()).isZero();
  }

  @Test
  void no_more_wait_than_there_is_room_for() {
    LongStream.rangeClosed(1, 5)
        .forEach(seq -> assertThat(intake.add(item(connection, seq))).isTrue());
    assertThat(intake.add(item(connection, 6))).isFalse();
  }

  @Test
  void what_waits_for_a_term_that_is_over_is_dropped_as_its_agent_will_repeat_it() {
    intake.add(item(connection, 1));
    intake.add(item(connection, 2));
    connections.stepDown();
    room = 5;
    intake.retry();
    assertThat(taken).isEmpty();
    assertThat(intake.waiting()).isZero();
  }

  @Test
  void so_many_hellos_are_answered_at_a_time_and_the_next_ones_in_their_order() {
    var asked = new ArrayList<String>();
    var greeter = new Greeter(2, Runnable::run, it -> asked.add(it.agent()));
    for (int i = 0; i < 5; i++) {
      greeter.add(welcomed("a" + i));
    }
    assertThat(asked).containsExactly("a0", "a1");
    assertThat(greeter.waiting()).isEqualTo(3);
    connections.welcomed("a2").orElseThrow().close("gone meanwhile");
    greeter.done();
    greeter.done();
    assertThat(asked).containsExactly("a0", "a1", "a3", "a4");
    greeter.done();
    greeter.done();
    greeter.add(welcomed("a5"));
    assertThat(asked).endsWith("a5");
  }

  @Test
  void a_hello_that_cannot_be_understood_keeps_nobody_out() {
    var asked = new ArrayList<String>();
    var greeter =
        new Greeter(
            1,
            Runnable::run,
            it -> {
              asked.add(it.agent());
              throw new IllegalArgumentException("firstPort");
            });
    var bad = new ArrayDeque<Connection>();
    for (int i = 0; i < 3; i++) {
      bad.add(welcomed("a" + i));
      greeter.add(bad.getLast());
    }
    assertThat(asked).containsExactly("a0", "a1", "a2");
    assertThat(bad).allMatch(Connection::closed);
  }
}
