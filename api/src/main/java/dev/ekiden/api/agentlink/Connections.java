package dev.ekiden.api.agentlink;

import dev.ekiden.core.state.Fact;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * All agents' connections, one an agent, and when each was heard. Sized for ten thousand: whatever
 * looks at all of them looks at numbers only.
 */
@ApplicationScoped
public class Connections {
  /** A text that is so long on its way does not arrive any more. */
  static final Duration SENDING = Duration.ofSeconds(10);

  /** Who stands at the door for so long goes and asks another master. */
  static final Duration DOOR = Duration.ofSeconds(25);

  /**
   * The same where this master leads and has not come to the agent's hello: with thousands of them
   * that takes a while, and who is sent away comes back with another handshake.
   */
  static final Duration BUSY_DOOR = Duration.ofSeconds(120);

  /**
   * The same where this master cannot learn who leads. With the farewell and the pause before it
   * shorter than the silence after which a leader that others know gives an agent up.
   */
  static final Duration BLIND_DOOR = Duration.ofSeconds(8);

  /** So long may it take until those whom this master led hear who leads now. */
  static final Duration FAREWELL = Duration.ofSeconds(5);

  /** Who stands by beats seldom; so long after its last beat it is taken to be gone. */
  static final Duration STANDING_BY = Duration.ofSeconds(60);

  private final LongSupplier nanos;
  private final Map<String, Connection> all = new ConcurrentHashMap<>();
  private final Hearing hearing = new Hearing();
  private final ConcurrentLinkedQueue<Connection> owing = new ConcurrentLinkedQueue<>();

  public Connections() {
    this(System::nanoTime);
  }

  Connections(LongSupplier nanos) {
    this.nanos = nanos;
  }

  Connection add(String session, String agent, Channel channel, Executor sending) {
    long now = nanos.getAsLong();
    var connection = new Connection(session, agent, hearing.of(agent, now), channel, sending, now);
    var former = all.put(agent, connection);
    if (former != null) {
      former.close("the agent has dialled again");
    }
    return connection;
  }

  void remove(String session, String agent) {
    all.computeIfPresent(agent, (_, connection) -> connection.isOf(session) ? null : connection);
  }

  Optional<Connection> of(String session, String agent) {
    return Optional.ofNullable(all.get(agent)).filter(connection -> connection.isOf(session));
  }

  Optional<Connection> welcomed(String agent) {
    return Optional.ofNullable(all.get(agent)).filter(Connection::welcomed);
  }

  /** How many there are in each stage; those without any are left out. */
  Map<Connection.Stage, Long> census() {
    return all.values().stream()
        .collect(Collectors.groupingBy(Connection::stage, Collectors.counting()));
  }

  /** Those of other masters that are ready to come here. */
  List<Connection> standingBy() {
    return all.values().stream()
        .filter(connection -> connection.stage() == Connection.Stage.STANDING_BY)
        .toList();
  }

  /**
   * This master begins to lead. Who was welcomed in an earlier term must say hello again; those at
   * the door are to be asked in.
   */
  List<Connection> lead(Collection<String> agents) {
    hearing.begin(agents, nanos.getAsLong());
    all.values().stream()
        .filter(connection -> connection.stage() == Connection.Stage.SENT_AWAY)
        .forEach(connection -> connection.close("a new epoch has begun"));
    return unanswered();
  }

  /** Those at the door who have said hello. */
  List<Connection> unanswered() {
    return all.values().stream().filter(Connection::hasSaidHello).toList();
  }

  void stepDown() {
    long now = nanos.getAsLong();
    all.values().forEach(connection -> connection.stepDown(now));
  }

  void redirect(String leader) {
    all.values().forEach(connection -> connection.redirect(leader));
  }

  void taken(String agent) {
    hearing.taken(agent, nanos.getAsLong());
  }

  /** Whose silence is of interest follows from the facts. */
  void follow(List<Fact> facts) {
    for (var fact : facts) {
      switch (fact) {
        case Fact.AgentJoined joined -> taken(joined.spec().id().value());
        case Fact.AgentLost lost -> giveUp(lost.agent().value());
        case Fact.AgentRemoved removed -> giveUp(removed.agent().value());
        default -> {
          // Says nothing about who belongs to the cluster.
        }
      }
    }
  }

  /** Should it be there after all, it must say hello before it gets orders again. */
  private void giveUp(String agent) {
    hearing.dropped(agent);
    welcomed(agent).ifPresent(connection -> connection.close("this agent was given up"));
  }

  List<String> silent(Duration silence) {
    return hearing.silent(nanos.getAsLong(), silence);
  }

  void owes(Connection connection) {
    owing.add(connection);
  }

  /** Sends the acknowledgements that wait for company. */
  void acknowledge() {
    for (var next = owing.poll(); next != null; next = owing.poll()) {
      next.wake();
    }
  }

  /** Closes what nobody answers on, nobody needs any more, or has been at the door for too long. */
  void closeDead(Duration silence, Duration door) {
    long now = nanos.getAsLong();
    for (var connection : all.values()) {
      if (connection.stuck(SENDING, now)) {
        connection.close("it does not read what it is sent");
      } else if (connection.silent(now).compareTo(mayBeSilent(connection, silence)) > 0) {
        connection.close("it is silent");
      } else if (connection.idle(now).compareTo(patience(connection, door)) > 0) {
        connection.close("no leader is known here; try again");
      }
    }
  }

  private static Duration mayBeSilent(Connection connection, Duration silence) {
    return connection.stage() == Connection.Stage.STANDING_BY ? STANDING_BY : silence;
  }

  private static Duration patience(Connection connection, Duration door) {
    return connection.stage() == Connection.Stage.SENT_AWAY ? FAREWELL : door;
  }
}
