package dev.ekiden.agent.link;

import dev.ekiden.agent.disk.Json;
import dev.ekiden.agent.fault.Fault;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * One WebSocket to one master. What the master says goes to an inbox that several connections may
 * share; a thread of its own sends: what is told, heartbeats, and after {@link #serve} reports. It
 * is to be given up when the master is silent for three heartbeats: each is answered, so one that
 * lives is never silent. Durations are measured with {@link System#nanoTime}, which no change of
 * the clock moves.
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

  /** The master says nothing any more, though nobody has closed the connection. */
  static final class SilentException extends IOException {
    private static final long serialVersionUID = 1;

    SilentException(long millis) {
      super("heard nothing for %d ms".formatted(millis));
    }
  }

  /** Where numbered reports come from, and what the master understands of them. */
  private record Service(Outbox outbox, List<String> speaks) {}

  private final Queue<Received> inbox;
  private final LinkedBlockingQueue<Optional<Report>> toSend =
      new LinkedBlockingQueue<>(MAX_WAITING);
  private final Queue<Report> leisurely = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<WebSocket> opening;
  private volatile long heardNanos = System.nanoTime();
  private volatile long beatMillis = BEAT_BEFORE_WELCOME_MILLIS;
  private volatile Optional<Service> service = Optional.empty();
  private volatile boolean closed;
  private final AtomicBoolean woken = new AtomicBoolean();
  private long sent = -1;

  /**
   * Begins to dial; the inbox hears of it when the connection stands or cannot be had.
   *
   * @param patience until the connection stands
   */
  Connection(HttpClient client, URI master, Duration patience, Queue<Received> inbox) {
    this.inbox = inbox;
    var path = master.getPath();
    var address = path == null || path.length() <= 1 ? master.resolve("/agent/link") : master;
    this.opening =
        client.newWebSocketBuilder().connectTimeout(patience).buildAsync(address, new Ear());
    opening.whenComplete(this::opened);
  }

  private void opened(@Nullable WebSocket socket, @Nullable Throwable failure) {
    if (socket == null) {
      broken(failure == null ? "not opened" : words(failure));
    } else if (closed) {
      socket.abort();
    } else {
      heardNanos = System.nanoTime();
      inbox.add(new Received.Opened(this));
      Thread.ofVirtual().name("link-sender").start(() -> sendAll(socket));
    }
  }

  /** After how many nanoseconds the master is to be given up if it goes on saying nothing. */
  long silentIn(long nowNanos) {
    return beatMillis * SILENT_HEARTBEATS * 1_000_000 - (nowNanos - heardNanos);
  }

  /** For when {@link #silentIn} has come down to nothing. */
  SilentException silent() {
    return new SilentException(beatMillis * SILENT_HEARTBEATS);
  }

  /** This connection is kept for later. */
  void standBy(long everyMillis) {
    beatMillis = everyMillis;
    tell(new Report.StandBy());
  }

  /** Asks to be taken on; the master may have been silent for a while if we stood by. */
  void hello(Report.Hello hello) {
    heardNanos = System.nanoTime();
    beatMillis = BEAT_BEFORE_WELCOME_MILLIS;
    tell(hello);
  }

  /**
   * From now on everything in the outbox that the master understands goes out, and a heartbeat each
   * so often.
   *
   * @param speaks of {@link Dialect} what the master knows
   */
  void serve(Outbox outbox, long heartbeatMillis, List<String> speaks) {
    beatMillis = Math.max(100, heartbeatMillis);
    service = Optional.of(new Service(outbox, speaks));
    wake();
  }

  /** There is something new in the outbox, or room for more on the way. */
  void wake() {
    // One is enough, and many would stand in the way of what is told.
    if (woken.compareAndSet(false, true) && !toSend.offer(Optional.empty())) {
      woken.set(false); // full: it is awake
    }
  }

  void tell(Report report) {
    if (!toSend.offer(Optional.of(report))) {
      LOG.log(Level.WARNING, "dropped a {0}: too much to send", report.getClass().getSimpleName());
    }
  }

  /**
   * Goes out one at a time when nothing else is to be sent: reports and heartbeats do not wait for
   * somebody's download. How many there are is for those who tell to bound.
   */
  void tellAtLeisure(Report report) {
    leisurely.add(report);
    wake();
  }

  @Override
  public void close() {
    closed = true;
    opening.thenAccept(WebSocket::abort);
    wake();
  }

  private void sendAll(WebSocket socket) {
    var lastBeat = System.nanoTime();
    try {
      while (!closed) {
        if (service.isPresent()) {
          sendReports(socket, service.get());
        }
        var beatIn = beatMillis - (System.nanoTime() - lastBeat) / 1_000_000;
        var patience = leisurely.isEmpty() ? Math.max(0, beatIn) : 0;
        var told = Optional.ofNullable(toSend.poll(patience, TimeUnit.MILLISECONDS));
        if (told.isPresent() && told.get().isEmpty()) {
          woken.set(false);
        }
        var next = told.flatMap(report -> report).or(() -> Optional.ofNullable(leisurely.poll()));
        if (next.isPresent()) {
          send(socket, Json.write(next.get()));
        }
        if ((System.nanoTime() - lastBeat) / 1_000_000 >= beatMillis) {
          send(socket, Json.write(new Report.Heartbeat(System.currentTimeMillis())));
          lastBeat = System.nanoTime();
        }
      }
    } catch (IOException | InterruptedException e) {
      broken("cannot send: " + e.getMessage());
    }
  }

  private void sendReports(WebSocket socket, Service to) throws IOException, InterruptedException {
    var reports = to.outbox().next(sent, WINDOW, to.speaks());
    if (reports.isEmpty()) {
      return;
    }
    Fault.BEFORE_REPORT.here();
    if (to.speaks().contains(Dialect.LISTS) && reports.size() > 1) {
      send(socket, Json.write(reports));
    } else {
      for (var report : reports) {
        send(socket, Json.write(report));
      }
    }
    sent = Outbox.seq(reports.getLast());
    Fault.MID_REPORT.here();
  }

  private static void send(WebSocket socket, String text) throws IOException, InterruptedException {
    var sending = socket.sendText(text, true);
    try {
      sending.get(SENDING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(words(e), e);
    } catch (TimeoutException _) {
      sending.cancel(true);
      throw new InterruptedIOException("timed out after " + SENDING.toMillis() + " ms");
    }
  }

  private static String words(Throwable failure) {
    var cause = Optional.ofNullable(failure.getCause()).orElse(failure);
    return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
  }

  private void broken(String why) {
    inbox.add(new Received.Broken(this, why));
  }

  /** Assembles messages; called by one thread at a time. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      heardNanos = System.nanoTime();
      parts.append(data);
      if (parts.length() > MAX_MESSAGE_CHARS) {
        broken("a message is too long");
        parts.setLength(0);
      } else if (last) {
        var text = parts.toString();
        parts.setLength(0);
        try {
          orders(text).forEach(order -> inbox.add(new Received.Message(Connection.this, order)));
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
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      broken("closed by the master: %d %s".formatted(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      broken("broken: " + error.getMessage());
    }
  }
}
