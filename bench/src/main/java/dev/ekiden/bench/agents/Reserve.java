package dev.ekiden.bench.agents;

import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * A simulated agent's connections to masters that do not lead: the rules and numbers of the real
 * agent's {@code Standbys}.
 */
final class Reserve implements Line.Owner {
  private static final long SPREAD_MILLIS = 60_000;
  private static final long BEAT_MILLIS = 15_000;

  /** Kept at most. */
  static final int MOST = 2;

  /** Hears what may end an agent's search for its leader. */
  interface Listener {
    /** Whoever is at the other end leads and wants a hello. */
    void invited(Line line, long epoch);
  }

  private final EventLoop loop;
  private final Tally tally;
  private final RandomGenerator random;
  private final BiFunction<URI, Line.Owner, Line> dial;
  private final Listener listener;
  private final List<URI> masters;
  private final Map<URI, Line> begun = new HashMap<>();
  private final Map<URI, Line> standing = new HashMap<>();
  private final Map<URI, URI> named = new HashMap<>();
  private Optional<URI> leader = Optional.empty();

  /**
   * @param dial begins a connection for somebody
   */
  Reserve(
      List<URI> masters,
      EventLoop loop,
      Tally tally,
      RandomGenerator random,
      BiFunction<URI, Line.Owner, Line> dial,
      Listener listener) {
    this.masters = new ArrayList<>(masters);
    this.loop = loop;
    this.tally = tally;
    this.random = random;
    this.dial = dial;
    this.listener = listener;
    Collections.shuffle(this.masters, random);
  }

  void led(URI address) {
    leader = Optional.of(address);
    take(address).ifPresent(Line::close);
    masters.forEach(this::dialSoon);
  }

  void leaderless() {
    leader = Optional.empty();
  }

  private void dialSoon(URI address) {
    loop.schedule(
        () -> dialNow(address), random.nextLong(SPREAD_MILLIS + 1), TimeUnit.MILLISECONDS);
  }

  private void dialNow(URI address) {
    boolean wanted =
        leader.isPresent()
            && masters.stream()
                .filter(other -> !other.equals(leader.get()))
                .limit(MOST)
                .anyMatch(address::equals);
    if (wanted && !begun.containsKey(address) && !standing.containsKey(address)) {
      begun.put(address, dial.apply(address, this));
    }
  }

  boolean holds(URI address) {
    return standing.containsKey(address);
  }

  Optional<URI> named(URI address) {
    return Optional.ofNullable(named.get(address));
  }

  /** Hands over the connection to this master, if one stands. */
  Optional<Line> take(URI address) {
    named.remove(address);
    var line = Optional.ofNullable(standing.remove(address));
    line.ifPresent(_ -> tally.standingBy.decrementAndGet());
    return line;
  }

  /** Keeps a connection on which the agent was sent elsewhere; false if it is not wanted. */
  boolean keep(Line line) {
    if (standing.size() + begun.size() >= MOST
        || standing.containsKey(line.address())
        || begun.containsKey(line.address())) {
      return false;
    }
    line.belongsTo(this);
    stand(line);
    return true;
  }

  private void stand(Line line) {
    standing.put(line.address(), line);
    tally.standingBy.incrementAndGet();
    line.write(new Report.StandBy());
    line.flush();
    line.beat(loop, BEAT_MILLIS);
  }

  @Override
  public void opened(Line line) {
    if (begun.remove(line.address(), line)) {
      stand(line);
    }
  }

  @Override
  public void received(Line line, Order order) {
    switch (order) {
      case Order.Invite(var epoch) -> listener.invited(line, epoch);
      case Order.Redirect(var elsewhere) -> named.put(line.address(), URI.create(elsewhere));
      case Order.Welcome _ -> {
        line.close();
        closed(line, "welcomed where it stands by");
      }
      case Order.Heard _,
          Order.Run _,
          Order.Kill _,
          Order.Resize _,
          Order.Acknowledge _,
          Order.ReadLog _,
          Order.Ask _,
          Order.More _,
          Order.Leave _ -> {
        // Given to those who are welcomed.
      }
    }
  }

  @Override
  public void receivedAll(Line line) {
    // Nothing is answered here.
  }

  @Override
  public void closed(Line line, String reason) {
    tally.lost("standing by: " + reason);
    begun.remove(line.address(), line);
    if (standing.get(line.address()) == line) {
      take(line.address());
    }
    dialSoon(line.address());
  }

  /** The machine has lost its power. */
  void die() {
    leaderless();
    standing.values().forEach(Line::close);
    begun.values().forEach(Line::close);
  }
}
