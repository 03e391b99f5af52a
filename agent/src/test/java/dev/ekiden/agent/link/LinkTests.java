package dev.ekiden.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.agent.FakeMaster;
import dev.ekiden.agent.disk.Json;
import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Machine;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTests {
  private static final Machine MACHINE =
      new Machine(
          "agent-1", "localhost", "boot", "1", 1000, 512, 100, 31000, 31999, new TreeMap<>());

  /** When to stand by. */
  private static final Duration AT_ONCE = Duration.ZERO;

  private static final Duration NEVER = Duration.ofDays(365);

  @TempDir Path data;
  private final BlockingQueue<Order> obeyed = new LinkedBlockingQueue<>();
  private FakeMaster master;
  private Thread thread;
  private Outbox outbox;

  @BeforeEach
  void listen() throws Exception {
    master = new FakeMaster();
    outbox = new Outbox(data.resolve("reports"), 1);
  }

  @AfterEach
  void hangUp() throws Exception {
    thread.interrupt();
    thread.join();
    master.close();
  }

  @Test
  void says_hello_first_and_then_all_that_is_unacknowledged() throws Exception {
    outbox.add(seq -> ended(seq, "a"));
    outbox.add(seq -> ended(seq, "b"));
    dial(master.address());
    master.await(Report.Ended.class, it -> it.instance().equals("b"));
    assertThat(master.reports().subList(0, 3))
        .extracting(report -> report.getClass().getSimpleName())
        .containsExactly("Hello", "Ended", "Ended");
    master.await(Report.Heartbeat.class, _ -> true);
    assertThat(data.resolve("registered")).hasContent("1");
    assertThat(outbox.unacknowledged()).isEmpty();
  }

  @Test
  void refuses_orders_of_a_deposed_leader() throws Exception {
    master.onHello(new Order.Welcome(5, "fake", 500, List.of()));
    dial(master.address());
    master.await(Report.Heartbeat.class, _ -> true);
    master.send(run(4, "old", 1));
    master.send(run(5, "new", 1));
    assertThat(next()).isEqualTo(run(5, "new", 1));
    assertThat(obeyed).isEmpty();
  }

  @Test
  void assembles_messages_that_come_in_pieces() throws Exception {
    dial(master.address());
    master.await(Report.Heartbeat.class, _ -> true);
    master.fragmentBytes(7);
    master.send(run(1, "pieces", 1000));
    assertThat(next()).isEqualTo(run(1, "pieces", 1000));
  }

  @Test
  void follows_to_the_leader() throws Exception {
    try (var standby = new FakeMaster()) {
      standby.onHello(new Order.Redirect(master.address()));
      dial(standby.address());
      master.await(Report.Hello.class, _ -> true);
      standby.await(Report.StandBy.class, _ -> true);
      assertThat(standby.reports().getFirst()).isInstanceOf(Report.Hello.class);
      assertThat(standby.connections()).isEqualTo(1);
    }
  }

  @Test
  void takes_several_orders_in_one_text() throws Exception {
    dial(master.address());
    master.await(Report.Heartbeat.class, _ -> true);
    master.sendText(
        "[%s,%s]".formatted(Json.write(run(1, "one", 1)), Json.write(run(1, "two", 1))));
    assertThat(next()).isEqualTo(run(1, "one", 1));
    assertThat(next()).isEqualTo(run(1, "two", 1));
  }

  @Test
  void tells_several_reports_in_one_text_to_a_master_that_says_it_understands() throws Exception {
    for (int i = 0; i < 50; i++) {
      outbox.add(seq -> ended(seq, "i"));
    }
    master.onHello(new Order.Welcome(1, "fake", 60_000, Dialect.OURS));
    dial(master.address());
    master.await(Report.Ended.class, it -> it.seq() == 50);
    assertThat(master.texts()).as("the hello and one more").isEqualTo(2);
  }

  @Test
  void tells_an_older_master_one_report_a_text() throws Exception {
    for (int i = 0; i < 50; i++) {
      outbox.add(seq -> ended(seq, "i"));
    }
    master.onHello(new Order.Welcome(1, "fake", 60_000, List.of()));
    dial(master.address());
    master.await(Report.Ended.class, it -> it.seq() == 50);
    assertThat(master.texts()).isEqualTo(51);
  }

  @Test
  void answers_on_demand_wait_for_all_else() throws Exception {
    var link = dial(master.address());
    master.await(Report.Heartbeat.class, _ -> true);
    master.reads(false);
    var piece = Answer.Bytes.of(new byte[32 * 1024]);
    for (int i = 0; i < 500; i++) {
      link.tell(new Report.Part("s" + i, piece));
    }
    outbox.add(seq -> ended(seq, "i"));
    link.tell(new Report.Resized("i", new Limits(1, 1, 0), ""));
    master.reads(true);
    master.await(Report.Part.class, part -> part.stream().equals("s499"));
    var kinds = master.reports().stream().map(Report::getClass).toList();
    for (var first : List.of(Report.Ended.class, Report.Resized.class)) {
      assertThat(kinds.indexOf(first)).as("%s", first).isBetween(0, kinds.size() - 50);
    }
  }

  @Test
  void keeps_the_rest_back_while_too_many_reports_are_unacknowledged() throws Exception {
    master.acknowledges(false);
    for (int i = 0; i < Connection.WINDOW + 10; i++) {
      outbox.add(seq -> ended(seq, "i"));
    }
    dial(master.address());
    master.await(Report.Ended.class, it -> it.seq() == Connection.WINDOW);
    master.forgetReports();
    master.await(Report.Heartbeat.class, _ -> true);
    assertThat(master.reports()).noneMatch(Report.Ended.class::isInstance);
    master.send(new Order.Acknowledge(1));
    master.send(new Order.Acknowledge(2));
    master.await(Report.Ended.class, it -> it.seq() == Connection.WINDOW + 2);
    assertThat(master.reports())
        .noneMatch(it -> it instanceof Report.Ended ended && ended.seq() > Connection.WINDOW + 2);
  }

  @Test
  void waits_at_a_standby_that_still_names_a_dead_leader_until_it_is_welcomed_there()
      throws Exception {
    var dead = new FakeMaster();
    master.onHello(new Order.Redirect(dead.address()));
    dial(NEVER, dead.address(), master.address());
    dead.await(Report.Heartbeat.class, _ -> true);
    master.cut(); // if it came here first, it stands by here now
    master.forgetReports();
    var before = master.connections();
    dead.close();
    master.await(Report.Hello.class, _ -> true);
    master.send(new Order.Welcome(2, "fake", 500, List.of()));
    master.await(Report.Heartbeat.class, _ -> true);
    assertThat(master.connections()).isEqualTo(before + 1);
  }

  @Test
  void says_hello_where_it_stands_by_when_it_is_invited_after_its_leaders_death() throws Exception {
    var dead = new FakeMaster();
    master.onHello(new Order.Redirect(dead.address()));
    dial(AT_ONCE, dead.address(), master.address());
    dead.await(Report.Heartbeat.class, _ -> true);
    master.await(Report.StandBy.class, _ -> true);
    master.forgetReports();
    master.onHello(new Order.Welcome(2, "fake", 500, List.of()));
    dead.close();
    master.send(new Order.Invite(2));
    master.await(Report.Hello.class, _ -> true);
    master.await(Report.Heartbeat.class, _ -> true);
    assertThat(master.connections()).as("no other handshake").isEqualTo(1);
  }

  @Test
  void leaves_a_leader_that_says_nothing_for_one_that_leads_later_but_not_for_an_earlier_one()
      throws Exception {
    try (var other = new FakeMaster()) {
      master.onHello(new Order.Welcome(5, "fake", 60_000, List.of()));
      other.onHello(new Order.Redirect(master.address()));
      dial(AT_ONCE, master.address(), other.address());
      master.await(Report.Hello.class, _ -> true);
      // Sent elsewhere by the other one, it may stand by there before it knows of epoch 5.
      master.send(run(5, "led", 1));
      assertThat(next()).isEqualTo(run(5, "led", 1));
      other.await(Report.StandBy.class, _ -> true);
      other.forgetReports();
      other.send(new Order.Invite(4));
      master.send(run(5, "still led", 1));
      assertThat(next()).isEqualTo(run(5, "still led", 1));
      assertThat(other.reports()).noneMatch(Report.Hello.class::isInstance);
      master.mute(true);
      other.onHello(new Order.Welcome(6, "other", 500, List.of()));
      other.send(new Order.Invite(6));
      var hello = other.await(Report.Hello.class, _ -> true);
      assertThat(hello.highestEpoch()).isEqualTo(5);
      other.await(Report.Heartbeat.class, _ -> true);
      assertThat(other.reports().stream().filter(Report.Hello.class::isInstance)).hasSize(1);
    }
  }

  @Test
  void keeps_the_connection_to_a_leader_that_hands_over_to_stand_by_on_it() throws Exception {
    try (var other = new FakeMaster()) {
      other.onHello(new Order.Redirect(master.address()));
      dial(NEVER, master.address(), other.address());
      master.await(Report.Heartbeat.class, _ -> true);
      other.onHello(new Order.Welcome(2, "other", 500, List.of()));
      master.send(new Order.Redirect(other.address()));
      master.await(Report.StandBy.class, _ -> true);
      assertThat(master.connections()).isEqualTo(1);
    }
  }

  @Test
  void does_not_stand_by_at_another_address_of_its_leader() throws Exception {
    var alias = master.address().replace("127.0.0.1", "localhost");
    dial(AT_ONCE, master.address(), alias);
    master.await(Report.StandBy.class, _ -> true);
    // So does a master at which somebody stands by while it leads.
    master.send(new Order.Invite(1));
    master.cut();
    master.forgetReports();
    master.await(Report.Heartbeat.class, _ -> true);
    assertThat(master.reports()).noneMatch(Report.StandBy.class::isInstance);
    assertThat(master.connections()).isEqualTo(2);
  }

  @Test
  void leaves_a_leader_that_steps_down_for_the_one_it_names() throws Exception {
    try (var other = new FakeMaster()) {
      dial(master.address());
      master.await(Report.Heartbeat.class, _ -> true);
      other.onHello(new Order.Welcome(2, "other", 500, List.of()));
      master.send(new Order.Redirect(other.address()));
      other.await(Report.Hello.class, _ -> true);
      other.await(Report.Heartbeat.class, _ -> true);
      assertThat(data.resolve("registered")).hasContent("2");
    }
  }

  @Test
  void dials_again_when_cut_and_when_the_master_is_mute() throws Exception {
    master.acknowledges(false);
    outbox.add(seq -> ended(seq, "a"));
    dial(master.address());
    master.await(Report.Ended.class, _ -> true);
    master.forgetReports();
    master.cut();
    master.await(Report.Ended.class, _ -> true);
    master.mute(true);
    master.forgetReports();
    // Three silent heartbeats, and the agent is at the door again.
    master.awaitConnections(3);
    master.mute(false);
    master.cut();
    master.await(Report.Hello.class, _ -> true);
    master.await(Report.Ended.class, _ -> true);
  }

  @Test
  void tries_the_next_master_when_one_does_not_answer() throws Exception {
    var dead = new FakeMaster();
    var address = dead.address();
    dead.close();
    dial(address, master.address());
    master.await(Report.Hello.class, _ -> true);
  }

  private Link dial(String... masters) {
    return dial(NEVER, masters);
  }

  private Link dial(Duration spread, String... masters) {
    var link =
        new Link(
            HttpClient.newHttpClient(),
            List.of(masters).stream().map(URI::create).toList(),
            MACHINE,
            Dialect.OURS,
            data,
            outbox,
            spread);
    thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    link.run(new RecordedOrders(obeyed));
                  } catch (InterruptedException _) {
                    // hung up
                  }
                });
    return link;
  }

  private Order next() throws InterruptedException {
    var order = obeyed.poll(10, TimeUnit.SECONDS);
    assertThat(order).isNotNull();
    return order;
  }

  private static Order.Run run(long epoch, String instance, int words) {
    return new Order.Run(
        epoch,
        instance,
        "/a",
        List.of("echo", "word ".repeat(words)),
        new TreeMap<>(),
        new Limits(100, 32, 0),
        List.of(),
        List.of(),
        List.of(),
        3000);
  }

  private static Report.Ended ended(long seq, String instance) {
    return new Report.Ended(seq, instance, EndCause.EXITED, 1, "exited", List.of(), 1);
  }
}
