package dev.ekiden.agent.link;

import dev.ekiden.agent.disk.Json;
import dev.ekiden.agent.fault.Fault;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * One WebSocket to one master. Orders queue up for the thread that receives; a second thread sends:
 * what is told, pings, and after {@link #serve} reports and heartbeats. It is over when the master
 * is silent for three heartbeats: each ping asks for a pong, so one that lives is never silent.
 * Durations are measured with {@link System#nanoTime}, which no change of the clock moves.
 */
final class Connection implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Connection.class.getName());
  private static final Duration SENDING = Duration.ofSeconds(10);
  private static final long BEAT_BEFORE_WELCOME_MILLIS = 2000;
  private static final int SILENT_HEARTBEATS = 3;
  private static final int MAX_WAITING = 1000;
  private static final int MAX_MESSAGE_CHARS = 4 * 1024 * 1024;

  /** Numbered reports that may be on their way at once; the others wait on our disk. */
  static final int WINDOW = 128;

  /** The master says nothing any more, not even pong, though nobody has closed the connection. */
  static final class SilentException extends IOException {
    private static final long serialVersionUID = 1;

    SilentException(long millis) {
      super("heard nothing for %d ms".formatted(millis));
    }
  }

  /** What the receiving thread finds in its queue. */
  private sealed interface Received {
    record Message(Order order) implements Received {}

    record Broken(String why) implements Received {}
  }

  /** Where numbered reports come from and in which form they go out. */
  private record Service(Outbox outbox, boolean lists) {}

  private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Optional<Report>> toSend =
      new LinkedBlockingQueue<>(MAX_WAITING);
  private final WebSocket socket;
  private volatile long heardNanos;
  private volatile long beatMillis = BEAT_BEFORE_WELCOME_MILLIS;
  private volatile Optional<Service> service = Optional.empty();
  private volatile boolean closed;
  private long sent = -1;

  /**
   * @param patience until the connection stands
   */
  Connection(HttpClient client, URI master, Duration patience)
      throws IOException, InterruptedException {
    var path = master.getPath();
    var address = path == null || path.length() <= 1 ? master.resolve("/agent/link") : master;
    this.socket =
        await(
            client.newWebSocketBuilder().connectTimeout(patience).buildAsync(address, new Ear()),
            patience);
    this.heardNanos = System.nanoTime();
    Thread.ofVirtual().name("link-sender").start(this::sendAll);
  }

  /** The next order, or none by then; fails when the connection is over. */
  Optional<Order> receive(long untilNanos) throws IOException, InterruptedException {
    while (true) {
      var now = System.nanoTime();
      var silence = beatMillis * SILENT_HEARTBEATS * 1_000_000;
      var patience = Math.min(untilNanos - now, silence - (now - heardNanos));
      var next = Optional.ofNullable(received.poll(Math.max(1, patience), TimeUnit.NANOSECONDS));
      if (next.isPresent()) {
        return switch (next.get()) {
          case Received.Message(var order) -> Optional.of(order);
          case Received.Broken(var why) -> throw new IOException(why);
        };
      }
      if (System.nanoTime() - heardNanos >= silence) {
        throw new SilentException(silence / 1_000_000);
      }
      if (System.nanoTime() - untilNanos >= 0) {
        return Optional.empty();
      }
    }
  }

  /**
   * From now on everything in the outbox goes out, and a heartbeat each so often.
   *
   * @param lists whether the master takes several reports in one text
   */
  void serve(Outbox outbox, long heartbeatMillis, boolean lists) {
    beatMillis = Math.max(100, heartbeatMillis);
    service = Optional.of(new Service(outbox, lists));
    wake();
  }

  /** There is something new in the outbox, or room for more on the way. */
  void wake() {
    toSend.offer(Optional.empty());
  }

  void tell(Report report) {
    if (!toSend.offer(Optional.of(report))) {
      LOG.log(Level.WARNING, "dropped a {0}: too much to send", report.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    closed = true;
    socket.abort();
    wake();
  }

  private void sendAll() {
    var lastBeat = System.nanoTime();
    try {
      while (!closed) {
        if (service.isPresent()) {
          sendReports(service.get());
        }
        var beatIn = beatMillis - (System.nanoTime() - lastBeat) / 1_000_000;
        var next =
            Optional.ofNullable(toSend.poll(Math.max(0, beatIn), TimeUnit.MILLISECONDS))
                .flatMap(report -> report);
        if (next.isPresent()) {
          send(Json.write(next.get()));
        }
        if ((System.nanoTime() - lastBeat) / 1_000_000 >= beatMillis) {
          if (service.isPresent()) {
            send(Json.write(new Report.Heartbeat(System.currentTimeMillis())));
          }
          await(socket.sendPing(ByteBuffer.allocate(0)), SENDING);
          lastBeat = System.nanoTime();
        }
      }
    } catch (IOException | InterruptedException e) {
      received.add(new Received.Broken("cannot send: " + e.getMessage()));
    }
  }

  private void sendReports(Service to) throws IOException, InterruptedException {
    var reports = to.outbox().next(sent, WINDOW);
    if (reports.isEmpty()) {
      return;
    }
    Fault.BEFORE_REPORT.here();
    if (to.lists() && reports.size() > 1) {
      send(Json.write(reports));
    } else {
      for (var report : reports) {
        send(Json.write(report));
      }
    }
    sent = Outbox.seq(reports.getLast());
    Fault.MID_REPORT.here();
  }

  private void send(String text) throws IOException, InterruptedException {
    await(socket.sendText(text, true), SENDING);
  }

  private static <T> T await(CompletableFuture<T> future, Duration timeout)
      throws IOException, InterruptedException {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      var cause = Optional.ofNullable(e.getCause()).orElse(e);
      throw new IOException(
          Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName()), cause);
    } catch (TimeoutException _) {
      future.cancel(true);
      throw new InterruptedIOException("timed out after " + timeout.toMillis() + " ms");
    }
  }

  /** Assembles messages; called by one thread at a time. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      heardNanos = System.nanoTime();
      parts.append(data);
      if (parts.length() > MAX_MESSAGE_CHARS) {
        received.add(new Received.Broken("a message is too long"));
        parts.setLength(0);
      } else if (last) {
        var text = parts.toString();
        parts.setLength(0);
        try {
          orders(text).forEach(order -> received.add(new Received.Message(order)));
        } catch (JacksonException e) {
          LOG.log(Level.WARNING, "not an order: {0}", e.getOriginalMessage());
        }
      }
      from.request(1);
      return null;
    }

    private static List<Order> orders(String text) {
      return text.startsWith("[")
          ? List.of(Json.MAPPER.readValue(text, Order[].class))
          : List.of(Json.MAPPER.readValue(text, Order.class));
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
      return heard(from);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      return heard(from);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      received.add(new Received.Broken("closed by the master: %d %s".formatted(code, reason)));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      received.add(new Received.Broken("broken: " + error.getMessage()));
    }

    private @Nullable CompletionStage<?> heard(WebSocket from) {
      heardNanos = System.nanoTime();
      from.request(1);
      return null;
    }
  }
}
