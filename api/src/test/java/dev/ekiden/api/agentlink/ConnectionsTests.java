package dev.ekiden.api.agentlink;

import static dev.ekiden.api.Cluster.T0;
import static dev.ekiden.api.agentlink.FakeChannel.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Order;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of connections, in time that the test makes up. */
class ConnectionsTests {
  private static final Duration SILENCE = Duration.ofSeconds(20);

  /** Of an agent, before it dials again after a conversation. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private static final Order KILL = new Order.Kill(1, "i", 0, "");
  private static final Order.Welcome WELCOME = new Order.Welcome(1, "m", 3_000, Dialect.OURS);

  private long now = Long.MAX_VALUE - 1_000; // a monotonic clock may pass its largest number
  private final Connections connections = new Connections(() -> now);
  private final FakeChannel channel = new FakeChannel();

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Connection door() {
    return connections.add("s1", "n1", channel, HERE);
  }

  private Connection welcomed(boolean lists) {
    var connection = door();
    connection.keepHello("hello", now);
    connection.beginGreeting();
    assertThat(connection.welcome(WELCOME, lists)).isTrue();
    return connection;
  }

  @Test
  void nobody_gets_orders_before_the_welcome() {
    var connection = door();
    assertThat(connections.welcomed("n1")).isEmpty();
    connection.keepHello("hello", now);
    assertThat(connection.beginGreeting()).contains("hello");
    assertThat(connections.welcomed("n1")).isEmpty();
    connection.welcome(WELCOME, true);
    assertThat(connections.welcomed("n1")).contains(connection);
    assertThat(channel.orders()).containsExactly(WELCOME);
  }

  @Test
  void a_hello_is_answered_once() {
    var connection = door();
    assertThat(connection.beginGreeting()).isEmpty();
    assertThat(connection.keepHello("hello", now)).isTrue();
    assertThat(connection.keepHello("another", now)).isFalse();
    assertThat(connection.beginGreeting()).isPresent();
    assertThat(connection.beginGreeting()).isEmpty();
  }

  @Test
  void who_waits_at_the_door_is_asked_in_when_this_master_begins_to_lead() {
    var connection = door();
    assertThat(connections.lead(List.of())).isEmpty();
    connection.keepHello("hello", now);
    assertThat(connections.lead(List.of())).containsExactly(connection);
  }

  @Test
  void a_hello_that_was_on_its_way_when_this_master_stepped_down_is_answered_by_a_later_term() {
    var connection = door();
    connection.keepHello("hello", now);
    connection.beginGreeting();
    connections.stepDown();
    assertThat(connection.welcome(WELCOME, true)).isFalse();
    assertThat(connections.lead(List.of())).containsExactly(connection);
    assertThat(connection.beginGreeting()).contains("hello");
  }

  @Test
  void who_was_led_gets_nothing_after_the_step_down_but_the_new_leaders_address_once() {
    var connection = welcomed(true);
    channel.reads(false);
    connection.send(KILL);
    connection.send(KILL);
    connections.stepDown();
    assertThat(connection.acknowledge(7)).isFalse();
    channel.reads(true);
    connections.redirect("wss://b:1");
    connections.redirect("wss://b:1");
    assertThat(channel.orders()).containsExactly(WELCOME, KILL, new Order.Redirect("wss://b:1"));
    assertThat(connections.welcomed("n1")).isEmpty();
  }

  @Test
  void who_was_led_and_stays_is_closed_soon_and_at_once_if_this_master_leads_again() {
    welcomed(true);
    connections.stepDown();
    pass(Connections.FAREWELL.minusSeconds(1));
    connections.closeDead(SILENCE, Connections.DOOR);
    assertThat(channel.closed()).isEmpty();
    connections.lead(List.of());
    assertThat(channel.closed()).isEqualTo("a new epoch has begun");
    var other = new FakeChannel();
    connections.add("s2", "n2", other, HERE).keepHello("hello", now);
    pass(Connections.FAREWELL.plusSeconds(1));
    connections.closeDead(SILENCE, Connections.DOOR);
    assertThat(other.closed()).isEmpty();
  }

  /** Else a master without ZooKeeper holds agents until the new leader has given them up. */
  @Test
  void who_is_sent_away_and_comes_to_a_blind_door_is_elsewhere_before_it_is_given_up() {
    var longest = Connections.FAREWELL.plus(LONGEST_PAUSE).plus(Connections.BLIND_DOOR);
    assertThat(longest).isLessThan(SILENCE);
    door();
    pass(Connections.BLIND_DOOR.plusNanos(1));
    connections.closeDead(SILENCE, Connections.BLIND_DOOR);
    assertThat(channel.closed()).isEqualTo("no leader is known here; try again");
  }

  @Test
  void who_stands_at_the_door_for_too_long_is_told_to_try_elsewhere() {
    var connection = door();
    pass(Connections.DOOR.minusSeconds(10));
    connection.heard(now);
    connections.closeDead(SILENCE, Connections.DOOR);
    assertThat(channel.closed()).isEmpty();
    pass(Duration.ofSeconds(11));
    connections.closeDead(SILENCE, Connections.DOOR);
    assertThat(channel.closed()).contains("try again");
  }

  @Test
  void who_stands_by_may_stay_as_long_as_it_is_heard_now_and_then() {
    var connection = door();
    assertThat(connection.standBy(now)).isTrue();
    for (int i = 0; i < 10; i++) {
      pass(Connections.STANDING_BY);
      connections.closeDead(SILENCE, Connections.DOOR);
      assertThat(channel.closed()).isEmpty();
      connection.heard(now);
    }
    pass(Connections.STANDING_BY.plusMillis(1));
    connections.closeDead(SILENCE, Connections.DOOR);
    assertThat(channel.closed()).isEqualTo("it is silent");
  }

  @Test
  void who_stands_by_is_invited_once_an_epoch_and_greeted_when_it_has_said_hello() {
    var connection = door();
    connection.standBy(now);
    assertThat(connections.lead(List.of())).isEmpty();
    connections.standingBy().forEach(it -> it.invite(7));
    connection.invite(7);
    assertThat(channel.orders()).containsExactly(new Order.Invite(7));
    assertThat(connection.beginGreeting()).isEmpty();
    assertThat(connection.keepHello("hello", now)).isTrue();
    assertThat(connections.unanswered()).containsExactly(connection);
    connection.invite(8);
    assertThat(connection.beginGreeting()).contains("hello");
    assertThat(connection.welcome(WELCOME, true)).isTrue();
    assertThat(channel.orders()).containsExactly(new Order.Invite(7), WELCOME);
  }

  @Test
  void who_was_sent_elsewhere_may_stand_by_and_its_hello_counts_no_more() {
    var connection = door();
    connection.keepHello("hello", now);
    assertThat(connection.standBy(now)).isTrue();
    assertThat(connections.unanswered()).isEmpty();
    assertThat(connections.lead(List.of())).isEmpty();
    assertThat(connection.keepHello("another", now)).isTrue();
    connection.beginGreeting();
    assertThat(connection.standBy(now)).as("it is being welcomed").isFalse();
  }

  @Test
  void who_only_stands_by_at_the_leader_counts_as_silent() {
    connections.lead(List.of("n1"));
    var connection = door();
    connection.standBy(now);
    pass(SILENCE.plusMillis(1));
    connection.heard(now);
    assertThat(connections.silent(SILENCE)).containsExactly("n1");
  }

  @Test
  void a_connection_that_is_silent_is_closed() {
    var connection = welcomed(true);
    pass(SILENCE);
    connection.heard(now);
    pass(SILENCE);
    connections.closeDead(SILENCE, Connections.DOOR);
    assertThat(channel.closed()).isEmpty();
    pass(Duration.ofMillis(1));
    connections.closeDead(SILENCE, Connections.DOOR);
    assertThat(channel.closed()).isEqualTo("it is silent");
  }

  @Test
  void a_peer_that_does_not_read_is_cut_off_when_a_text_hangs_or_too_many_orders_wait() {
    var connection = welcomed(true);
    channel.reads(false);
    for (int i = 0; i < Connection.MOST_WAITING + 1; i++) {
      connection.send(KILL);
    }
    assertThat(channel.closed()).isEmpty();
    connection.send(KILL);
    assertThat(channel.closed()).isEqualTo("it does not read what it is sent");
  }

  @Test
  void an_agent_that_dials_again_replaces_its_former_connection() {
    welcomed(true);
    var second = new FakeChannel();
    var connection = connections.add("s2", "n1", second, HERE);
    assertThat(channel.closed()).isEqualTo("the agent has dialled again");
    connections.remove("s1", "n1");
    assertThat(connections.of("s2", "n1")).contains(connection);
    assertThat(connections.of("s1", "n1")).isEmpty();
  }

  @Test
  void orders_that_wait_go_out_together_to_those_who_understand_lists_and_in_order() {
    var connection = welcomed(true);
    channel.reads(false);
    IntStream.range(0, 100).forEach(i -> connection.send(new Order.Kill(1, "i" + i, 0, "")));
    channel.reads(true);
    assertThat(channel.texts()).hasSize(1 + 1 + 2); // welcome, the first, 64 and 35
    assertThat(channel.orders().subList(1, 101))
        .isEqualTo(
            IntStream.range(0, 100).mapToObj(i -> new Order.Kill(1, "i" + i, 0, "")).toList());
  }

  @Test
  void an_older_agent_gets_one_order_a_text() {
    var connection = welcomed(false);
    channel.reads(false);
    IntStream.range(0, 10).forEach(_ -> connection.send(KILL));
    channel.reads(true);
    assertThat(channel.texts()).hasSize(11).noneMatch(text -> text.startsWith("["));
  }

  @Test
  void orders_that_are_put_go_in_one_text() {
    var connection = welcomed(true);
    connection.put(KILL);
    connection.put(KILL);
    assertThat(channel.texts()).hasSize(1);
    connection.wake();
    assertThat(channel.texts()).hasSize(2);
    assertThat(channel.orders()).containsExactly(WELCOME, KILL, KILL);
  }

  @Test
  void much_that_is_owed_does_not_wait() {
    var connection = welcomed(true);
    for (int seq = 1; seq < Connection.MOST_OWED; seq++) {
      connection.acknowledge(seq);
    }
    assertThat(channel.texts()).hasSize(1);
    connection.acknowledge(Connection.MOST_OWED);
    assertThat(channel.texts()).hasSize(2);
    assertThat(connection.acknowledge(100)).isTrue();
    assertThat(channel.texts()).hasSize(2);
  }

  @Test
  void acknowledgements_wait_for_each_other_and_go_with_the_next_order() {
    var connection = welcomed(true);
    assertThat(connection.acknowledge(1)).isTrue();
    assertThat(connection.acknowledge(2)).isFalse();
    assertThat(channel.texts()).hasSize(1);
    connections.owes(connection);
    connections.acknowledge();
    assertThat(channel.texts()).hasSize(2);
    assertThat(connection.acknowledge(3)).isTrue();
    connection.send(KILL);
    assertThat(channel.orders())
        .containsExactly(
            WELCOME,
            new Order.Acknowledge(1),
            new Order.Acknowledge(2),
            new Order.Acknowledge(3),
            KILL);
    assertThat(channel.texts()).hasSize(3);
  }

  @Test
  void an_agent_that_was_given_up_must_say_hello_again() {
    welcomed(true);
    connections.follow(List.of(new Fact.AgentLost(new AgentId("n1"), T0)));
    assertThat(channel.closed()).isEqualTo("this agent was given up");
  }

  @Test
  void a_thousandth_of_a_second_before_the_deadline_nobody_is_silent() {
    connections.lead(List.of("n1", "n2"));
    pass(SILENCE);
    door().heard(now);
    assertThat(connections.silent(SILENCE)).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(connections.silent(SILENCE)).containsExactly("n2");
  }
}
