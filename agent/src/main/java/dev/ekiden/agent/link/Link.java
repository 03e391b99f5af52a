package dev.ekiden.agent.link;

import dev.ekiden.agent.disk.DurableFile;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Machine;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one connection to the leading master, and some to others for later ({@link Standbys}):
 * dials as {@link Dialling} says, follows redirects and invitations, says hello, resends what is
 * unacknowledged, and hands orders on. Runs on its own thread for ever.
 */
public final class Link {
  private static final Logger LOG = System.getLogger(Link.class.getName());

  /** A leader that ten thousand agents come to at once needs a while for each: at least this. */
  private static final Duration WELCOME = Duration.ofSeconds(20);

  /** So long we wait for an invitation where we stand by before we say hello unasked. */
  private static final Duration INVITATION = Duration.ofSeconds(10);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final HttpClient client;
  private final Dialling dialling;
  private final Machine machine;
  private final List<String> speaks;
  private final Path registered;
  private final Epoch epoch;
  private final Outbox outbox;
  private final LinkedBlockingQueue<Received> inbox = new LinkedBlockingQueue<>();
  private final Standbys standbys;
  private volatile Optional<Connection> connection = Optional.empty();
  private volatile Optional<URI> connected = Optional.empty();

  /**
   * @param client with our certificate
   * @param masters {@code wss://host:port} of each
   * @param speaks what we and this machine can do, see {@link Dialect}
   * @param data directory for {@code epoch} and for {@code registered}, which holds the epoch in
   *     which a master took us on last
   */
  public Link(
      HttpClient client,
      List<URI> masters,
      Machine machine,
      List<String> speaks,
      Path data,
      Outbox outbox) {
    this(client, masters, machine, speaks, data, outbox, Standbys.SPREAD);
  }

  /**
   * @param spread within which a standby connection is made
   */
  Link(
      HttpClient client,
      List<URI> masters,
      Machine machine,
      List<String> speaks,
      Path data,
      Outbox outbox,
      Duration spread) {
    var random = new SplittableRandom();
    this.client = client;
    this.dialling = new Dialling(masters, random);
    this.standbys = new Standbys(client, masters, inbox, random, spread);
    this.machine = machine;
    this.speaks = List.copyOf(speaks);
    this.registered = data.resolve("registered");
    this.epoch = new Epoch(data.resolve("epoch"));
    this.outbox = outbox;
    outbox.onAdded(() -> connection.ifPresent(Connection::wake));
  }

  /** {@code https://host:port} of the master that we are connected to. */
  public Optional<URI> master() {
    return connected;
  }

  /** Sends something that nobody acknowledges; it is lost if there is no connection. */
  public void tell(Report report) {
    var mayWait = report instanceof Report.Part || report instanceof Report.Over;
    connection.ifPresent(
        open -> {
          if (mayWait) {
            open.tellAtLeisure(report);
          } else {
            open.tell(report);
          }
        });
  }

  /** Dials until interrupted; orders go to whom is given. */
  public void run(Orders orders) throws InterruptedException {
    try (standbys) {
      var end = dial(orders);
      while (!Thread.currentThread().isInterrupted()) {
        end =
            switch (end) {
              case End.Invited(var leader) -> converse(leader, Optional.empty(), orders);
              case End.Redirected(var leader) -> {
                dialling.redirected(leader);
                yield dial(orders);
              }
              case End.Lost(var address, var served) -> {
                dialling.lost(address, served, System.nanoTime());
                yield dial(orders);
              }
              case End.Silent(var address) -> {
                dialling.silent(address, System.nanoTime());
                yield dial(orders);
              }
            };
      }
    }
  }

  /** How a conversation, or the attempt at one, ended. */
  private sealed interface End {
    /** Where we stand by somebody leads now. */
    record Invited(URI leader) implements End {}

    record Redirected(URI leader) implements End {}

    record Lost(URI address, boolean served) implements End {}

    record Silent(URI address) implements End {}
  }

  /** What the link hears next of the connection that it looks at, or of those in reserve. */
  private sealed interface Heard {
    record Stands() implements Heard {}

    record Said(Order order) implements Heard {}

    record Invited(URI leader) implements Heard {}

    record Nothing() implements Heard {}
  }

  private End dial(Orders orders) throws InterruptedException {
    var dial = dialling.next();
    try {
      var until = System.nanoTime() + dial.pause().toNanos();
      if (next(Optional.empty(), until) instanceof Heard.Invited(var leader)) {
        return new End.Invited(leader);
      }
      return standbys.holds(dial.address())
          ? stand(dial.address(), orders)
          : converse(dial.address(), Optional.of(dial.patience()), orders);
    } catch (IOException e) {
      throw new IllegalStateException("a pause has no connection that could break", e);
    }
  }

  /** Waits where we stand by: whoever leads there or elsewhere next invites us or is named here. */
  private End stand(URI address, Orders orders) throws IOException, InterruptedException {
    var until = System.nanoTime() + INVITATION.toNanos();
    while (System.nanoTime() - until < 0) {
      var soon = System.nanoTime() + LOOK_AGAIN.toNanos();
      if (next(Optional.empty(), soon) instanceof Heard.Invited(var leader)) {
        return new End.Invited(leader);
      }
      var named = standbys.named(address).filter(leader -> !standbys.holds(leader));
      if (named.isPresent() && dialling.trusts(named.get(), System.nanoTime())) {
        return redirected(address, named.get().toString());
      }
      if (!standbys.holds(address)) {
        return new End.Lost(address, false);
      }
    }
    return converse(address, Optional.empty(), orders);
  }

  /**
   * The next that is heard, or nothing by then; fails when the connection is over.
   *
   * @param open the connection that matters now
   */
  private Heard next(Optional<Connection> open, long untilNanos)
      throws IOException, InterruptedException {
    while (true) {
      var now = System.nanoTime();
      var patience = Math.min(untilNanos - now, standbys.tend(now));
      if (open.isPresent()) {
        patience = Math.min(patience, open.get().silentIn(now));
      }
      var next = Optional.ofNullable(inbox.poll(Math.max(1, patience), TimeUnit.NANOSECONDS));
      if (next.isPresent() && open.filter(next.get().from()::equals).isPresent()) {
        return switch (next.get()) {
          case Received.Opened _ -> new Heard.Stands();
          case Received.Message(_, var order) -> new Heard.Said(order);
          case Received.Broken(_, var why) -> throw new IOException(why);
        };
      }
      now = System.nanoTime();
      if (next.isPresent()) {
        var leader = standbys.received(next.get(), epoch.highest(), now);
        if (leader.isPresent()) {
          return new Heard.Invited(leader.get());
        }
      } else if (open.isPresent() && open.get().silentIn(now) <= 0) {
        throw open.get().silent();
      } else if (now - untilNanos >= 0) {
        return new Heard.Nothing();
      }
    }
  }

  /**
   * Says hello to this master and follows it as long as it leads.
   *
   * @param patience until a new connection stands; empty: the one on which we stand by will do
   */
  private End converse(URI address, Optional<Duration> patience, Orders orders)
      throws InterruptedException {
    var kept = false;
    var open = Optional.<Connection>empty();
    try {
      open = Optional.of(connection(address, patience));
      var end = converse(open.get(), address, patience, orders);
      kept = end instanceof End.Redirected && standbys.keep(address, open.get());
      return end;
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      LOG.log(Level.INFO, "no link to {0}: {1}", address, e.getMessage());
      return new End.Lost(address, false);
    } finally {
      if (!kept) {
        open.ifPresent(Connection::close);
      }
    }
  }

  private End converse(Connection open, URI address, Optional<Duration> patience, Orders orders)
      throws IOException, InterruptedException {
    if (patience.isPresent()) {
      var until = System.nanoTime() + patience.get().toNanos();
      switch (next(Optional.of(open), until)) {
        case Heard.Stands _ -> {}
        case Heard.Invited(var leader) -> {
          return new End.Invited(leader);
        }
        case Heard.Said _, Heard.Nothing _ -> throw new IOException("not connected in time");
      }
    }
    open.hello(new Report.Hello(epoch.highest(), machine, orders.held(), speaks));
    return switch (answer(open, address, patience.orElse(WELCOME))) {
      case Answer.Welcomed(var welcome) -> {
        welcome(open, welcome, address);
        yield follow(open, address, orders);
      }
      case Answer.Elsewhere(var end) -> end;
    };
  }

  private Connection connection(URI address, Optional<Duration> patience) throws IOException {
    return patience.isPresent()
        ? new Connection(client, address, patience.get(), inbox)
        : standbys.take(address).orElseThrow(() -> new IOException("it is gone"));
  }

  /** Obeys until the connection is over, or somebody else leads. */
  private End follow(Connection open, URI address, Orders orders) throws InterruptedException {
    try {
      var follower = new Follower(epoch, outbox, orders, open::wake);
      while (true) {
        switch (next(Optional.of(open), System.nanoTime() + Long.MAX_VALUE / 2)) {
          case Heard.Said(Order.Redirect(var leader)) -> {
            return redirected(address, leader);
          }
          case Heard.Said(var order) -> follower.follow(order);
          case Heard.Invited(var leader) -> {
            LOG.log(Level.INFO, "{0} leads and invites us", leader);
            return new End.Invited(leader);
          }
          case Heard.Stands _, Heard.Nothing _ -> {}
        }
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      LOG.log(Level.WARNING, "the link to {0} is over: {1}", address, e.getMessage());
      return e instanceof Connection.SilentException
          ? new End.Silent(address)
          : new End.Lost(address, true);
    } finally {
      connection = Optional.empty();
      connected = Optional.empty();
      orders.leaderLost();
      standbys.leaderless();
    }
  }

  /** What came of a hello. */
  private sealed interface Answer {
    record Welcomed(Order.Welcome welcome) implements Answer {}

    record Elsewhere(End end) implements Answer {}
  }

  /**
   * Waits until we are welcomed, or sent to somebody who may well be there. Whoever sends us to a
   * master that has just failed does not know yet, and will tell us better on this connection.
   *
   * @param patience grows with our tries: who leaves a busy leader has it begin again
   */
  private Answer answer(Connection open, URI address, Duration patience)
      throws IOException, InterruptedException {
    var longest = patience.compareTo(WELCOME) > 0 ? patience : WELCOME;
    var until = System.nanoTime() + longest.toNanos();
    var distrusted = Optional.<String>empty();
    while (true) {
      switch (next(Optional.of(open), until)) {
        case Heard.Said(Order.Welcome welcome) -> {
          return new Answer.Welcomed(welcome);
        }
        case Heard.Said(Order.Redirect(var leader)) -> {
          if (dialling.trusts(URI.create(leader), System.nanoTime())) {
            return new Answer.Elsewhere(redirected(address, leader));
          }
          LOG.log(Level.INFO, "{0} still says that {1} leads; waiting here", address, leader);
          distrusted = Optional.of(leader);
          until = System.nanoTime() + Dialling.DISTRUST.toNanos();
        }
        case Heard.Invited(var leader) -> {
          return new Answer.Elsewhere(new End.Invited(leader));
        }
        case Heard.Nothing _ -> {
          var leader =
              distrusted.orElseThrow(
                  () -> new IOException("not welcomed within %d s".formatted(longest.toSeconds())));
          return new Answer.Elsewhere(redirected(address, leader));
        }
        case Heard.Said _, Heard.Stands _ -> {
          // Nothing that we wait for.
        }
      }
    }
  }

  private static End redirected(URI address, String leader) {
    LOG.log(Level.INFO, "{0} does not lead, {1} does", address, leader);
    return new End.Redirected(URI.create(leader));
  }

  /** The path of the link may be in the address or not. */
  private void welcome(Connection open, Order.Welcome welcome, URI address) throws IOException {
    if (!epoch.admits(welcome.epoch())) {
      throw new IOException(
          "epoch %d of %s is lower than %d"
              .formatted(welcome.epoch(), welcome.master(), epoch.highest()));
    }
    dialling.served(address);
    standbys.led(address, welcome.epoch(), System.nanoTime());
    connected = Optional.of(http(address));
    connection = Optional.of(open);
    open.serve(outbox, welcome.heartbeatMillis(), welcome.speaks());
    DurableFile.write(registered, Long.toString(welcome.epoch()));
    LOG.log(
        Level.INFO,
        "registered with {0}, epoch {1}",
        welcome.master(),
        Long.toString(welcome.epoch()));
  }

  static URI http(URI webSocket) {
    var scheme = "wss".equals(webSocket.getScheme()) ? "https" : "http";
    return URI.create(scheme + "://" + webSocket.getRawAuthority());
  }
}
