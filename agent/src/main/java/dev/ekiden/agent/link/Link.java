package dev.ekiden.agent.link;

import dev.ekiden.agent.disk.DurableFile;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps one connection to the leading master: dials one master after the other, follows redirects,
 * says hello, resends what is unacknowledged, and hands orders on. Runs on its own thread for ever.
 */
public final class Link {
  private static final Logger LOG = System.getLogger(Link.class.getName());
  private static final long MIN_PAUSE_MILLIS = 200;
  private static final long MAX_PAUSE_MILLIS = 5000;
  private static final int MAX_REDIRECTS = 5;

  private final HttpClient client;
  private final List<URI> masters;
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
    this.masters = List.copyOf(masters);
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
    int next = 0;
    var redirect = Optional.<URI>empty();
    int redirects = 0;
    var pause = MIN_PAUSE_MILLIS;
    while (!Thread.currentThread().isInterrupted()) {
      var address = redirect.isPresent() ? redirect.get() : masters.get(next++ % masters.size());
      var end = serve(address, orders);
      if (end.redirect().isPresent() && ++redirects <= MAX_REDIRECTS) {
        redirect = end.redirect();
        continue;
      }
      redirect = Optional.empty();
      redirects = 0;
      if (end.served()) {
        pause = MIN_PAUSE_MILLIS;
      }
      Thread.sleep(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1));
      pause = Math.min(MAX_PAUSE_MILLIS, pause * 2);
    }
  }

  private record End(boolean served, Optional<URI> redirect) {}

  private End serve(URI address, Orders orders) throws InterruptedException {
    var redirect = new ArrayList<URI>();
    var served = new boolean[1];
    try (var open = new Connection(client, address)) {
      open.send(new Report.Hello(epoch.highest(), machine, orders.held()));
      while (true) {
        var order = open.receive();
        switch (order) {
          case Order.Welcome welcome -> served[0] |= welcome(open, welcome, address);
          case Order.Redirect(var leader) -> {
            redirect.add(URI.create(leader));
            LOG.log(Level.INFO, "{0} does not lead, {1} does", address, leader);
            return new End(served[0], Optional.of(redirect.getFirst()));
          }
          case Order.Run run -> obey(run.epoch(), order, () -> orders.run(run));
          case Order.Kill kill -> obey(kill.epoch(), order, () -> orders.kill(kill));
          case Order.Acknowledge(var seq) -> outbox.forget(seq);
          case Order.ReadLog readLog -> orders.readLog(readLog);
        }
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      LOG.log(
          served[0] ? Level.WARNING : Level.INFO, "no link to {0}: {1}", address, e.getMessage());
      return new End(served[0], Optional.empty());
    } finally {
      connection = Optional.empty();
      connected = Optional.empty();
    }
  }

  /** The path of the link may be in the address or not. */
  private boolean welcome(Connection open, Order.Welcome welcome, URI address) throws IOException {
    if (!epoch.admits(welcome.epoch())) {
      throw new IOException(
          "epoch %d of %s is lower than %d"
              .formatted(welcome.epoch(), welcome.master(), epoch.highest()));
    }
    connected = Optional.of(http(address));
    connection = Optional.of(open);
    open.serve(outbox, welcome.heartbeatMillis());
    DurableFile.write(registered, Long.toString(welcome.epoch()));
    LOG.log(
        Level.INFO,
        "registered with {0}, epoch {1}",
        welcome.master(),
        Long.toString(welcome.epoch()));
    return true;
  }

  private void obey(long itsEpoch, Order order, Runnable action) {
    if (epoch.admits(itsEpoch)) {
      action.run();
    } else {
      LOG.log(
          Level.WARNING,
          "refused an order of epoch {0}, the highest is {1}: {2}",
          Long.toString(itsEpoch),
          Long.toString(epoch.highest()),
          order.getClass().getSimpleName());
    }
  }

  static URI http(URI webSocket) {
    var scheme = "wss".equals(webSocket.getScheme()) ? "https" : "http";
    return URI.create(scheme + "://" + webSocket.getRawAuthority());
  }
}
