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

/**
 * Keeps one connection to the leading master: dials as {@link Dialling} says, follows redirects,
 * says hello, resends what is unacknowledged, and hands orders on. Runs on its own thread for ever.
 */
public final class Link {
  private static final Logger LOG = System.getLogger(Link.class.getName());

  /** A leader that ten thousand agents come to at once needs a while for each. */
  private static final Duration WELCOME = Duration.ofSeconds(20);

  private final HttpClient client;
  private final Dialling dialling;
  private final Machine machine;
  private final Path registered;
  private final Epoch epoch;
  private final Outbox outbox;
  private volatile Optional<Connection> connection = Optional.empty();
  private volatile Optional<URI> connected = Optional.empty();

  /**
   * @param client with our certificate
   * @param masters {@code wss://host:port} of each
   * @param data directory for {@code epoch} and for {@code registered}, which holds the epoch in
   *     which a master took us on last
   */
  public Link(HttpClient client, List<URI> masters, Machine machine, Path data, Outbox outbox) {
    this.client = client;
    this.dialling = new Dialling(masters, new SplittableRandom());
    this.machine = machine;
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
    connection.ifPresent(open -> open.tell(report));
  }

  /** Dials until interrupted; orders go to whom is given. */
  public void run(Orders orders) throws InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      var dial = dialling.next();
      Thread.sleep(dial.pause());
      switch (converse(dial, orders)) {
        case End.Redirected(var leader) -> dialling.redirected(leader);
        case End.Lost(var served) -> dialling.lost(dial.address(), served, System.nanoTime());
        case End.Silent _ -> dialling.silent(dial.address(), System.nanoTime());
      }
    }
  }

  /** How a conversation ended. */
  private sealed interface End {
    record Redirected(URI leader) implements End {}

    record Lost(boolean served) implements End {}

    record Silent() implements End {}
  }

  private End converse(Dialling.Dial dial, Orders orders) throws InterruptedException {
    var served = false;
    try (var open = new Connection(client, dial.address(), dial.patience())) {
      open.tell(new Report.Hello(epoch.highest(), machine, orders.held(), Dialect.OURS));
      var answer = answer(open, dial.address());
      if (answer instanceof Order.Welcome welcome) {
        welcome(open, welcome, dial.address());
        served = true;
        var follower = new Follower(epoch, outbox, orders, open::wake);
        while (true) {
          var order = open.receive(System.nanoTime() + Long.MAX_VALUE / 2);
          if (order.isPresent() && order.get() instanceof Order.Redirect(var leader)) {
            return redirected(dial.address(), leader);
          }
          order.ifPresent(follower::follow);
        }
      }
      return redirected(dial.address(), ((Order.Redirect) answer).leader());
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      LOG.log(
          served ? Level.WARNING : Level.INFO,
          "no link to {0}: {1}",
          dial.address(),
          e.getMessage());
      return served && e instanceof Connection.SilentException
          ? new End.Silent()
          : new End.Lost(served);
    } finally {
      connection = Optional.empty();
      connected = Optional.empty();
    }
  }

  /**
   * Waits until we are welcomed, or sent to somebody who may well be there. Whoever sends us to a
   * master that has just failed does not know yet, and will tell us better on this connection.
   */
  private Order answer(Connection open, URI address) throws IOException, InterruptedException {
    var until = System.nanoTime() + WELCOME.toNanos();
    var distrusted = Optional.<Order>empty();
    while (true) {
      var order = open.receive(until);
      if (order.isEmpty()) {
        return distrusted.orElseThrow(
            () -> new IOException("not welcomed within %d s".formatted(WELCOME.toSeconds())));
      }
      if (order.get() instanceof Order.Welcome) {
        return order.get();
      }
      if (order.get() instanceof Order.Redirect(var leader)) {
        if (dialling.trusts(URI.create(leader), System.nanoTime())) {
          return order.get();
        }
        LOG.log(Level.INFO, "{0} still says that {1} leads; waiting here", address, leader);
        distrusted = order;
        until = System.nanoTime() + Dialling.DISTRUST.toNanos();
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
    connected = Optional.of(http(address));
    connection = Optional.of(open);
    open.serve(outbox, welcome.heartbeatMillis(), welcome.speaks().contains(Dialect.LISTS));
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
