package dev.ekiden.api.agentlink;

import static dev.ekiden.api.agentlink.FakeChannel.HERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Outcome;
import dev.ekiden.core.wire.Question;
import dev.ekiden.core.wire.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Readers that read, that read nothing, and that go; agents that answer, babble, and vanish. */
class OnDemandTests {
  private static final AgentId N1 = new AgentId("n1");
  private static final Question QUESTION = new Question.Stats("i", 0);
  private static final Order.Welcome WELCOME = new Order.Welcome(1, "m", 3_000, Dialect.OURS);

  private final Connections connections = new Connections(() -> 0);
  private final FakeChannel channel = new FakeChannel();
  private final OnDemand questions = new OnDemand(connections);

  private Connection welcomed(List<String> dialects) {
    var connection = connections.add("s1", "n1", channel, HERE);
    connection.keepHello("hello", 0);
    connection.beginGreeting();
    connection.speaks(dialects);
    connection.welcome(WELCOME, true);
    return connection;
  }

  private static Answer piece(long number) {
    return new Answer.Head(number, 0, 0);
  }

  private static Optional<Reader.Heard> next(Reader reader) throws InterruptedException {
    return reader.next(Duration.ZERO);
  }

  private String asked() {
    return ((Order.Ask) channel.orders().getLast()).stream();
  }

  @Test
  void a_piece_that_was_read_makes_room_for_the_next() throws Exception {
    var agent = welcomed(Dialect.OURS);
    var reader = questions.reader("alice");
    var reading = reader.ask(N1, QUESTION);
    var id = asked();
    assertThat(channel.orders().getLast()).isEqualTo(new Order.Ask(id, 2, QUESTION));
    questions.heard(agent, new Report.Part(id, piece(1)));
    questions.heard(agent, new Report.Part(id, piece(2)));
    assertThat(next(reader)).contains(new Reader.Heard.Piece(reading, piece(1)));
    assertThat(channel.orders()).noneMatch(Order.More.class::isInstance);
    assertThat(next(reader)).contains(new Reader.Heard.Piece(reading, piece(2)));
    assertThat(channel.orders().getLast()).isEqualTo(new Order.More(id, 1));
    questions.heard(agent, new Report.Over(id, Outcome.DONE, ""));
    assertThat(next(reader)).contains(new Reader.Heard.Over(reading, Outcome.DONE, ""));
    assertThat(reader.expects()).isFalse();
    assertThat(questions.count()).isZero();
    reader.close();
    assertThat(channel.orders()).noneMatch(Order.Leave.class::isInstance);
  }

  @Test
  void a_reader_who_reads_nothing_holds_no_more_than_the_window() throws Exception {
    var agent = welcomed(Dialect.OURS);
    var reader = questions.reader("alice");
    var reading = reader.ask(N1, QUESTION);
    var id = asked();
    for (int i = 0; i < 100; i++) {
      questions.heard(agent, new Report.Part(id, piece(i)));
    }
    assertThat(reader.unread()).as("two pieces and the end").isEqualTo(3);
    assertThat(channel.orders().getLast()).isEqualTo(new Order.Leave(id));
    next(reader);
    next(reader);
    assertThat(next(reader))
        .contains(new Reader.Heard.Over(reading, Outcome.FAILED, "n1 has sent more than it may"));
    assertThat(channel.closed()).as("the link goes on").isEmpty();
  }

  @Test
  void a_reader_who_goes_is_left() {
    welcomed(Dialect.OURS);
    try (var reader = questions.reader("alice")) {
      reader.ask(N1, QUESTION);
    }
    assertThat(channel.orders().getLast()).isInstanceOf(Order.Leave.class);
    assertThat(questions.count()).isZero();
  }

  @Test
  void readers_hear_of_an_agent_that_is_gone_and_of_a_lead_that_is_lost() throws Exception {
    for (var loss : List.of("closed", "stepped down", "removed")) {
      var agent = welcomed(Dialect.OURS);
      var reader = questions.reader("alice");
      reader.ask(N1, QUESTION);
      switch (loss) {
        case "closed" -> agent.close("silent");
        case "removed" -> questions.lost(agent);
        default -> connections.stepDown();
      }
      questions.sweep();
      assertThat(next(reader).orElseThrow())
          .as(loss)
          .isInstanceOfSatisfying(
              Reader.Heard.Over.class,
              over -> assertThat(over.outcome()).isEqualTo(Outcome.FAILED));
      assertThat(questions.count()).isZero();
    }
  }

  @Test
  void another_agent_cannot_answer() throws Exception {
    welcomed(Dialect.OURS);
    var reader = questions.reader("alice");
    reader.ask(N1, QUESTION);
    var id = asked();
    var stranger = connections.add("s2", "n2", new FakeChannel(), HERE);
    questions.heard(stranger, new Report.Part(id, piece(1)));
    questions.heard(stranger, new Report.Over(id, Outcome.DONE, ""));
    assertThat(next(reader)).isEmpty();
  }

  @Test
  void who_cannot_be_asked_is_said_to_be() {
    var reader = questions.reader("alice");
    refused(reader, "n1 is not connected");
    welcomed(List.of(Dialect.LISTS));
    refused(reader, "n1 is of a version that cannot tell this");
  }

  @Test
  void one_caller_leaves_room_for_others_and_an_agent_that_is_behind_is_not_cut_off() {
    welcomed(Dialect.OURS);
    var alice = questions.reader("alice");
    for (int i = 0; i < OnDemand.MOST_OF_ONE; i++) {
      alice.ask(N1, QUESTION);
    }
    refused(alice, "Too much is being read");
    channel.reads(false);
    var bob = questions.reader("bob");
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 300; i++) {
                bob.ask(N1, QUESTION);
                bob.close();
              }
            })
        .hasMessageContaining("behind");
    assertThat(channel.closed()).isEmpty();
  }

  private static void refused(Reader reader, String why) {
    assertThatThrownBy(() -> reader.ask(N1, QUESTION))
        .isInstanceOfSatisfying(
            ApiProblem.class, problem -> assertThat(problem.status()).isEqualTo(503))
        .hasMessageContaining(why);
  }
}
