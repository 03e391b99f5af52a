package dev.ekiden.agent.link;

import dev.ekiden.core.wire.Order;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.random.RandomGenerator;

/**
 * Connections to masters that do not lead, kept so that after an election a hello is all that it
 * takes: the handshakes of thousands of agents, which would keep the new leader busy, have been
 * made long before. A master that begins to lead invites those who stand by at it.
 *
 * <p>They are made while a leader has us, at a moment drawn from a minute, and beat seldom. Only
 * the link's thread comes here.
 */
final class Standbys implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Standbys.class.getName());

  /** A connection is made, and after its loss made again, within this. */
  static final Duration SPREAD = Duration.ofSeconds(60);

  /** Kept at most; a further master costs a handshake should it lead. */
  static final int MOST = 2;

  private static final Duration BEAT = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Dialling.LONGEST_PATIENCE;

  /** One master at which we may stand by. */
  private static final class Place {
    private final URI address;
    private Optional<Connection> connection = Optional.empty();
    private Optional<URI> named = Optional.empty();
    private boolean stands;
    private long dueNanos;

    private Place(URI address) {
      this.address = address;
    }
  }

  private final HttpClient client;
  private final BlockingQueue<Received> inbox;
  private final RandomGenerator random;
  private final long spreadMillis;
  private final List<Place> places = new ArrayList<>();
  private Optional<URI> leader = Optional.empty();
  private long ledIn;

  /**
   * @param masters all of them, the leader included
   * @param inbox where what our connections say is to be put; comes back by {@link #received}
   */
  Standbys(
      HttpClient client,
      List<URI> masters,
      BlockingQueue<Received> inbox,
      RandomGenerator random,
      Duration spread) {
    this.client = client;
    this.inbox = inbox;
    this.random = random;
    this.spreadMillis = spread.toMillis();
    masters.forEach(master -> places.add(new Place(master)));
    Collections.shuffle(places, random);
  }

  /** This master has us; the others are to be kept at hand. */
  void led(URI address, long epoch, long nowNanos) {
    leader = Optional.of(address);
    ledIn = epoch;
    for (var place : places) {
      if (same(place.address, address)) {
        giveUp(place);
      } else if (place.connection.isEmpty()) {
        place.dueNanos = soon(nowNanos);
      }
    }
  }

  /** Nobody has us: what stands is kept, nothing is begun. */
  void leaderless() {
    leader = Optional.empty();
  }

  /** Makes what is due, drops what is dead; answers after how many nanoseconds to come again. */
  long tend(long nowNanos) {
    long next = Long.MAX_VALUE / 2;
    for (var place : wanted()) {
      if (place.connection.isEmpty() && nowNanos - place.dueNanos >= 0) {
        place.connection = Optional.of(new Connection(client, place.address, PATIENCE, inbox));
        place.dueNanos = nowNanos + PATIENCE.toNanos();
      }
      if (place.connection.isEmpty()) {
        next = Math.min(next, place.dueNanos - nowNanos);
      }
    }
    for (var place : places) {
      if (place.connection.isPresent()) {
        long left =
            place.stands ? place.connection.get().silentIn(nowNanos) : place.dueNanos - nowNanos;
        if (left <= 0) {
          lose(place, nowNanos, "it is silent");
        }
        next = Math.min(next, Math.max(1, left));
      }
    }
    return next;
  }

  /** Masters at which we want to stand by: only if we know which of them leads. */
  private List<Place> wanted() {
    return leader.isPresent() && places.stream().anyMatch(this::isLeader)
        ? places.stream().filter(place -> !isLeader(place)).limit(MOST).toList()
        : List.of();
  }

  private boolean isLeader(Place place) {
    return leader.isPresent() && same(place.address, leader.get());
  }

  /**
   * Takes note of what came; answers the address that invites us to say hello, if one does that
   * leads in this epoch or a later one.
   */
  Optional<URI> received(Received received, long highestEpoch, long nowNanos) {
    for (var place : List.copyOf(places)) {
      if (place.connection.filter(received.from()::equals).isPresent()) {
        return received(place, received, highestEpoch, nowNanos);
      }
    }
    return Optional.empty();
  }

  private Optional<URI> received(Place place, Received received, long highestEpoch, long nowNanos) {
    switch (received) {
      case Received.Opened opened -> {
        place.stands = true;
        opened.from().standBy(BEAT.toMillis());
      }
      case Received.Broken(_, var why) -> lose(place, nowNanos, why);
      case Received.Message(_, Order.Redirect(var named)) ->
          place.named = Optional.of(URI.create(named));
      case Received.Message(_, Order.Invite(var epoch)) -> {
        if (epoch == ledIn) {
          forget(place);
        } else if (epoch >= highestEpoch) {
          return Optional.of(place.address);
        }
      }
      case Received.Message(_, Order.Welcome _) -> lose(place, nowNanos, "it answered too late");
      case Received.Message _ -> {
        // Other orders are given to those who are welcomed.
      }
    }
    return Optional.empty();
  }

  /** Two addresses of one master: standing by at it would end what we have with it. */
  private void forget(Place place) {
    LOG.log(Level.WARNING, "{0} is another address of the leader", place.address);
    giveUp(place);
    places.remove(place);
  }

  /** Whether a connection to this master stands. */
  boolean holds(URI address) {
    return places.stream().anyMatch(place -> place.stands && same(place.address, address));
  }

  /** Whom the master at which we stand by there has named as leader last. */
  Optional<URI> named(URI address) {
    return places.stream()
        .filter(place -> place.stands && same(place.address, address))
        .findFirst()
        .flatMap(place -> place.named);
  }

  /** Hands over the connection to this master, if one stands. */
  Optional<Connection> take(URI address) {
    var found =
        places.stream().filter(place -> place.stands && same(place.address, address)).findFirst();
    var connection = found.flatMap(place -> place.connection);
    found.ifPresent(Standbys::clear);
    return connection;
  }

  /**
   * Keeps a connection on which we were sent elsewhere, rather than make another one later; false
   * if it is not wanted.
   */
  boolean keep(URI address, Connection connection) {
    boolean room = places.stream().filter(place -> place.connection.isPresent()).count() < MOST;
    var free =
        places.stream()
            .filter(place -> room && place.connection.isEmpty() && same(place.address, address))
            .findFirst();
    free.ifPresent(
        place -> {
          place.connection = Optional.of(connection);
          place.stands = true;
          connection.standBy(BEAT.toMillis());
        });
    return free.isPresent();
  }

  private void lose(Place place, long nowNanos, String why) {
    LOG.log(Level.DEBUG, "not standing by at {0}: {1}", place.address, why);
    giveUp(place);
    place.dueNanos = soon(nowNanos);
  }

  private static void giveUp(Place place) {
    place.connection.ifPresent(Connection::close);
    clear(place);
  }

  private static void clear(Place place) {
    place.connection = Optional.empty();
    place.named = Optional.empty();
    place.stands = false;
  }

  private long soon(long nowNanos) {
    return nowNanos + random.nextLong(spreadMillis + 1) * 1_000_000;
  }

  /** The path of the link may be in an address or not. */
  private static boolean same(URI one, URI other) {
    return Link.http(one).equals(Link.http(other));
  }

  @Override
  public void close() {
    places.forEach(Standbys::giveUp);
  }
}
