package dev.ekiden.api.agentlink;

import dev.ekiden.api.control.Committed;
import dev.ekiden.api.control.ControlLoop;
import dev.ekiden.api.control.Leadership;
import dev.ekiden.api.control.Leading;
import dev.ekiden.api.control.Settings;
import dev.ekiden.api.control.View;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.Agent;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * All agents' connections. Reports become events and are acknowledged once journaled; committed
 * facts become orders. An agent that is silent for too long is given up.
 */
@ApplicationScoped
public class AgentLink {
  private static final Logger LOG = Logger.getLogger(AgentLink.class.getName());
  private static final long WATCH_MILLIS = 1_000;

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService timer;

  @Inject private ControlLoop loop;
  @Inject private Leadership leadership;
  @Inject private Settings settings;
  @Inject private View view;
  @Inject private LogRequests logs;

  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
  private final Map<String, Instant> heard = new ConcurrentHashMap<>();
  private volatile Instant leadingSince = Instant.MAX;

  void start(@Observes Startup event) {
    timer.scheduleWithFixedDelay(
        this::giveUpSilent, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Silence counts from here at the earliest: nobody could report to us before. */
  void leading(@Observes Leading event) {
    leadingSince = Instant.now();
    // Whoever was connected before was welcomed in another epoch and must say hello again.
    connections.values().forEach(connection -> connection.close("a new epoch has begun"));
  }

  void opened(Session session, String agent) {
    var connection = new Connection(session.getId(), new Outbox(session, executor));
    var former = connections.put(agent, connection);
    if (former != null) {
      former.close("the agent has dialled again");
    }
  }

  void closed(Session session, String agent) {
    connections.computeIfPresent(
        agent, (_, connection) -> connection.isOf(session.getId()) ? null : connection);
  }

  void received(Session session, String agent, Report report) {
    var connection = connections.get(agent);
    if (connection == null || !connection.isOf(session.getId())) {
      return;
    }
    heard.put(agent, Instant.now());
    switch (report) {
      case Report.Hello hello -> hello(connection, agent, hello);
      case Report.Heartbeat _ -> {}
      case Report.LogChunk chunk -> logs.answered(chunk);
      case Report.Progress progress -> event(connection, progress.seq(), ReportEvents.of(progress));
      case Report.Running running -> event(connection, running.seq(), ReportEvents.of(running));
      case Report.Health health -> event(connection, health.seq(), ReportEvents.of(health));
      case Report.Ended ended -> event(connection, ended.seq(), ReportEvents.of(ended));
    }
  }

  private void hello(Connection connection, String agent, Report.Hello hello) {
    if (!hello.machine().agent().equals(agent)) {
      LOG.log(
          Level.WARNING,
          "{0} calls itself {1}; refused",
          new Object[] {agent, hello.machine().agent()});
      connection.close("the name is not that of the certificate");
      return;
    }
    var spec = ReportEvents.spec(hello.machine());
    var held = ReportEvents.held(hello);
    loop.submit(at -> new Event.AgentHello(at, spec, held))
        .whenCompleteAsync(
            (_, failure) -> {
              if (failure == null) {
                welcome(connection, spec.id(), hello);
              } else {
                connection.close("not leading at the moment");
              }
            },
            executor);
  }

  private void welcome(Connection connection, AgentId agent, Report.Hello hello) {
    connection.welcome(
        new Order.Welcome(
            leadership.epoch(), settings.name(), settings.heartbeat().toMillis(), Dialect.OURS));
    view.read(state -> Reconciliation.orders(state, agent, hello, leadership.epoch()))
        .forEach(connection::send);
  }

  private void event(
      Connection connection, long seq, java.util.function.Function<Instant, Event> event) {
    loop.submit(event)
        .whenComplete(
            (_, failure) -> {
              if (failure == null) {
                connection.send(new Order.Acknowledge(seq));
              } else {
                // It will dial again and repeat what was not acknowledged.
                connection.close("not leading at the moment");
              }
            });
  }

  /** Turns what has become true into orders; runs on the control loop's thread. */
  void committed(@Observes Committed event) {
    long epoch = event.batch().epoch();
    for (var fact : event.batch().facts()) {
      switch (fact) {
        case Fact.InstancePlaced placed ->
            view.read(state -> Orders.run(state, placed.id(), epoch))
                .ifPresent(order -> send(placed.agent(), order));
        case Fact.InstanceKillDecided killed -> kill(killed.id(), epoch);
        default -> {
          // Other facts ask nothing of agents.
        }
      }
    }
  }

  private void kill(InstanceId id, long epoch) {
    view.read(state -> state.instance(id))
        .ifPresent(
            instance ->
                view.read(state -> Orders.kill(state, instance, epoch))
                    .ifPresent(order -> send(instance.agent(), order)));
  }

  private void send(AgentId agent, Order order) {
    welcomed(agent).ifPresent(connection -> connection.send(order));
  }

  private Optional<Connection> welcomed(AgentId agent) {
    return Optional.ofNullable(connections.get(agent.value())).filter(Connection::welcomed);
  }

  /** Sends an order outside the deciding path; false if the agent is not connected. */
  boolean trySend(AgentId agent, Order order) {
    var connection = welcomed(agent);
    connection.ifPresent(it -> it.send(order));
    return connection.isPresent();
  }

  private void giveUpSilent() {
    if (!loop.leading()) {
      return;
    }
    var deadline = Instant.now().minus(settings.agentSilence());
    if (leadingSince.isAfter(deadline)) {
      return;
    }
    var ready = view.read(state -> state.agents().stream().filter(Agent::ready).toList());
    for (var agent : ready) {
      var last = heard.getOrDefault(agent.id().value(), Instant.MIN);
      if (last.isBefore(deadline)) {
        loop.submit(at -> new Event.AgentSilent(at, agent.id()));
      }
    }
  }
}
