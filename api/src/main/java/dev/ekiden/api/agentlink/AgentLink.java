package dev.ekiden.api.agentlink;

import dev.ekiden.api.control.Committed;
import dev.ekiden.api.control.ControlLoop;
import dev.ekiden.api.control.LeaderAddress;
import dev.ekiden.api.control.Leadership;
import dev.ekiden.api.control.Leading;
import dev.ekiden.api.control.Settings;
import dev.ekiden.api.control.SteppedDown;
import dev.ekiden.api.control.View;
import dev.ekiden.api.registrar.Batch;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.state.Agent;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import tools.jackson.core.JacksonException;

/**
 * What masters and agents have to say to each other. On the leader hellos are answered by a welcome
 * and by what the agent has missed, reports become events and are acknowledged once journaled,
 * committed facts become orders. A master that does not lead says who does; while nobody does, the
 * agent waits at its door. Agents that another master leads may stand by, and are invited when this
 * one leads.
 *
 * <p>Nothing here has a thread or a timer of its own per agent: two ticks look after all of them.
 */
@ApplicationScoped
public class AgentLink {
  private static final Logger LOG = Logger.getLogger(AgentLink.class.getName());

  /** Acknowledgements may wait so long for an order to go with, or for others of their kind. */
  private static final long ACKNOWLEDGE_MILLIS = 500;

  private static final long SETTLE_MILLIS = 100;

  private static final long WATCH_MILLIS = 1_000;

  private static final int LEAST_SENDING = 4;

  /** Hellos in the control loop at a time. */
  private static final int HELLOS = 64;

  /** A text that is no longer than this is no hello: reading it costs little. */
  private static final int SHORT = 100;

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService timer;
  @Resource private ManagedThreadFactory threads;
  @Inject private ControlLoop loop;
  @Inject private Leadership leadership;
  @Inject private Settings settings;
  @Inject private View view;
  @Inject private LogRequests logs;
  @Inject private OnDemand questions;
  @Inject private Connections connections;
  @Inject private AgentClocks clocks;

  private final Intake intake = new Intake(Intake.MOST, this::offer);
  private volatile Optional<Greeter> greeter = Optional.empty();
  private volatile Optional<Senders> senders = Optional.empty();

  /**
   * How the link does, for metrics.
   *
   * @param welcomed agents that get orders
   * @param atTheDoor connected, and waiting for a leader or for their welcome, or sent away
   * @param standingBy led by another master, and ready to come here
   * @param reports waiting for room in the control loop
   */
  public record Figures(long welcomed, long atTheDoor, long standingBy, int reports) {}

  void start(@Observes Startup event) {
    greeter = Optional.of(new Greeter(HELLOS, executor, this::greet));
    int sending = Math.max(LEAST_SENDING, Runtime.getRuntime().availableProcessors());
    senders = Optional.of(new Senders("link-sender", sending, threads));
    timer.scheduleWithFixedDelay(this::settle, SETTLE_MILLIS, SETTLE_MILLIS, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        connections::acknowledge, ACKNOWLEDGE_MILLIS, ACKNOWLEDGE_MILLIS, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    senders.ifPresent(Senders::stop);
  }

  public Figures figures() {
    var census = connections.census();
    long all = census.values().stream().mapToLong(Long::longValue).sum();
    long welcomed = census.getOrDefault(Connection.Stage.WELCOMED, 0L);
    long standingBy = census.getOrDefault(Connection.Stage.STANDING_BY, 0L);
    return new Figures(welcomed, all - welcomed - standingBy, standingBy, intake.waiting());
  }

  /** Before the control loop's first turn: nothing is decided meanwhile. */
  void leading(@Observes Leading event) {
    var ready =
        view.read(
            state ->
                state.agents().stream()
                    .filter(Agent::ready)
                    .map(agent -> agent.id().value())
                    .toList());
    connections.lead(ready).forEach(this::greetSoon);
    long epoch = event.epoch();
    executor.execute(
        () -> connections.standingBy().forEach(connection -> connection.invite(epoch)));
  }

  /** Nobody gets orders of this master from now on; all hear who leads as soon as it is known. */
  void steppedDown(@Observes SteppedDown event) {
    connections.stepDown();
    questions.sweep();
  }

  void opened(String session, String agent, Channel channel) {
    var connection = connections.add(session, agent, channel, senders.orElseThrow());
    if (!loop.leading()) {
      otherLeader().ifPresent(leader -> connection.redirect(leader.agents()));
    }
  }

  void closed(String session, String agent) {
    connections.of(session, agent).ifPresent(questions::lost);
    connections.remove(session, agent);
    clocks.forget(agent);
  }

  /** A text of an agent. The first one is its hello, which may be long, and is read later. */
  void received(String session, String agent, String text) {
    var found = connections.of(session, agent);
    if (found.isEmpty()) {
      return;
    }
    var connection = found.get();
    long now = System.nanoTime();
    connection.heard(now);
    if (connection.welcomed()) {
      reports(agent, text).forEach(report -> take(connection, report));
    } else if (text.length() <= SHORT) {
      beforeHello(connection, text, now);
    } else if (connection.keepHello(text, now) && loop.leading()) {
      greetSoon(connection);
    }
  }

  /** Whatever else is short was meant for a leader, which this master is not or not yet. */
  private void beforeHello(Connection connection, String text, long now) {
    for (var report : reports(connection.agent(), text)) {
      if (report instanceof Report.Heartbeat) {
        connection.send(new Order.Heard());
      } else if (report instanceof Report.StandBy && connection.standBy(now) && loop.leading()) {
        connection.invite(leadership.epoch());
      }
    }
  }

  private void greetSoon(Connection connection) {
    greeter.orElseThrow().add(connection);
  }

  private static List<Report> reports(String agent, String text) {
    try {
      return WireJson.read(text);
    } catch (JacksonException e) {
      LOG.log(
          Level.WARNING,
          "{0} sent what cannot be read: {1}",
          new Object[] {agent, e.getOriginalMessage()});
      return List.of();
    }
  }

  private void take(Connection connection, Report report) {
    switch (report) {
      case Report.Hello _, Report.StandBy _ -> {
        // They open a conversation and say nothing later.
      }
      case Report.Heartbeat(var agentMillis) -> {
        clocks.note(connection.agent(), agentMillis, System.currentTimeMillis());
        connection.send(new Order.Heard());
      }
      case Report.Resized resized -> {
        if (view.read(state -> Orders.isAnswer(state, resized))) {
          event(connection, Intake.NOT_KEPT, ReportEvents.of(resized));
        }
      }
      case Report.LogChunk chunk -> logs.answered(chunk);
      case Report.Part part -> questions.heard(connection, part);
      case Report.Over over -> questions.heard(connection, over);
      case Report.Progress progress -> event(connection, progress.seq(), ReportEvents.of(progress));
      case Report.Running running -> event(connection, running.seq(), ReportEvents.of(running));
      case Report.Health health -> event(connection, health.seq(), ReportEvents.of(health));
      case Report.Ready ready -> event(connection, ready.seq(), ReportEvents.of(ready));
      case Report.UnallocatedPorts ports -> event(connection, ports.seq(), ReportEvents.of(ports));
      case Report.Ended ended -> event(connection, ended.seq(), ReportEvents.of(ended));
    }
  }

  private void event(Connection connection, long seq, Function<Instant, Event> event) {
    if (!intake.add(new Intake.Item(connection, seq, event))) {
      connection.close("too many reports are waiting here; keep yours and try again");
    }
  }

  /** False if the loop has no room now. A report that fails later is sent again after a hello. */
  private boolean offer(Intake.Item item) {
    var answer = loop.report(item.event());
    if (answer.isCompletedExceptionally() && loop.leading()) {
      return false;
    }
    answer.whenComplete(
        (_, failure) -> {
          if (failure == null
              && item.seq() != Intake.NOT_KEPT
              && item.connection().acknowledge(item.seq())) {
            connections.owes(item.connection());
          }
        });
    return true;
  }

  /** Answers one hello; the greeter lets the next one in when this is through. */
  private void greet(Connection connection) {
    var text = connection.beginGreeting();
    if (text.isEmpty()) {
      greeter.orElseThrow().done();
      return;
    }
    var said = reports(connection.agent(), text.get());
    if (said.size() == 1
        && said.getFirst() instanceof Report.Hello hello
        && hello.machine().agent().equals(connection.agent())) {
      greet(connection, hello);
      return;
    }
    LOG.log(Level.WARNING, "{0} did not say who it is, or is another", connection.agent());
    connection.close("the first message must be a hello with the name of the certificate");
    greeter.orElseThrow().done();
  }

  private void greet(Connection connection, Report.Hello hello) {
    var spec = ReportEvents.spec(hello);
    var held = ReportEvents.held(hello);
    loop.report(at -> new Event.AgentHello(at, spec, held))
        .whenCompleteAsync(
            (_, failure) -> {
              try {
                if (failure == null) {
                  welcome(connection, spec.id(), hello);
                } else {
                  // It stays at the door: this master may lead again, or will say who does.
                  connection.takeBack();
                }
              } finally {
                greeter.orElseThrow().done();
              }
            },
            executor);
  }

  /**
   * What the agent has missed is queued while the state is held still: what is decided later
   * becomes orders later, behind these.
   */
  private void welcome(Connection connection, AgentId agent, Report.Hello hello) {
    long epoch = leadership.epoch();
    var welcome =
        new Order.Welcome(epoch, settings.name(), settings.heartbeat().toMillis(), Dialect.OURS);
    connection.speaks(hello.speaks());
    view.read(
        state -> {
          if (connection.welcome(welcome, hello.speaks().contains(Dialect.LISTS))) {
            Reconciliation.orders(state, agent, hello, epoch).forEach(connection::send);
          }
          return connection;
        });
    connections.taken(agent.value());
  }

  /**
   * Turns what has become true into orders; runs on the thread that tells of commits. What one
   * commit has for an agent goes in one text.
   */
  void committed(@Observes Committed event) {
    var told = new LinkedHashSet<Connection>();
    try {
      event.batches().forEach(batch -> tell(batch, told));
    } finally {
      told.forEach(Connection::wake);
    }
  }

  private void tell(Batch batch, Set<Connection> told) {
    connections.follow(batch.facts());
    if (!FanOut.concerns(batch.facts())) {
      return;
    }
    for (var each : view.read(state -> FanOut.orders(state, batch.facts(), batch.epoch()))) {
      var connection = connections.welcomed(each.agent().value());
      if (connection.isPresent()) {
        connection.get().put(each.order());
        told.add(connection.get());
      }
    }
  }

  /** Sends an order; false if the agent is not connected. */
  boolean trySend(AgentId agent, Order order) {
    var connection = connections.welcomed(agent.value());
    connection.ifPresent(it -> it.send(order));
    return connection.isPresent();
  }

  private Optional<LeaderAddress> otherLeader() {
    return leadership.leader().filter(leader -> !leader.agents().equals(settings.agentAdvertise()));
  }

  /** For how long an agent may wait here for its welcome. */
  private Duration door() {
    if (loop.leading()) {
      return Connections.BUSY_DOOR;
    }
    // Whoever does not hear from ZooKeeper learns of no new leader; there may be one by now.
    var blind = leadership.zookeeperSilentFor().compareTo(settings.session().multipliedBy(2)) > 0;
    return blind ? Connections.BLIND_DOOR : Connections.DOOR;
  }

  private void settle() {
    intake.retry();
    if (!loop.leading()) {
      otherLeader().ifPresent(leader -> connections.redirect(leader.agents()));
    }
  }

  private void watch() {
    connections.closeDead(settings.agentSilence(), door());
    questions.sweep();
    if (!loop.leading()) {
      return;
    }
    // Whose hello could not be taken when it came.
    connections.unanswered().forEach(this::greetSoon);
    for (var silent : connections.silent(settings.agentSilence())) {
      loop.report(at -> new Event.AgentSilent(at, new AgentId(silent)));
    }
  }
}
