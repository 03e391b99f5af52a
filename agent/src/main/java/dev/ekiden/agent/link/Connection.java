package dev.ekiden.agent.link;

import dev.ekiden.agent.disk.Json;
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
 * One WebSocket to one master. Orders queue up for the thread that receives; after {@link #serve} a
 * second thread sends: reports, heartbeats, pings. It ends when either side is silent for three
 * heartbeats.
 */
final class Connection implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Connection.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int SILENT_HEARTBEATS = 3;
  private static final int MAX_WAITING = 1000;
  private static final int MAX_MESSAGE_CHARS = 4 * 1024 * 1024;

  /** What the receiving thread finds in its queue. */
  private sealed interface Received {
    record Message(Order order) implements Received {}

    record Broken(String why) implements Received {}
  }

  private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Optional<Report>> toSend =
      new LinkedBlockingQueue<>(MAX_WAITING);
  private final WebSocket socket;
  private volatile long heardNanos = System.nanoTime();
  private volatile long silenceMillis = TIMEOUT.toMillis();
  private volatile boolean closed;

  Connection(HttpClient client, URI master) throws IOException, InterruptedException {
    var path = master.getPath();
    var address = path == null || path.length() <= 1 ? master.resolve("/agent/link") : master;
    this.socket =
        await(
            client.newWebSocketBuilder().connectTimeout(TIMEOUT).buildAsync(address, new Ear()),
            TIMEOUT.multipliedBy(2));
  }

  /** The next order; fails when the connection is over. */
  Order receive() throws IOException, InterruptedException {
    while (true) {
      var silent = (System.nanoTime() - heardNanos) / 1_000_000;
      var next =
          Optional.ofNullable(
              received.poll(Math.max(1, silenceMillis - silent), TimeUnit.MILLISECONDS));
      if (next.isPresent()) {
        return switch (next.get()) {
          case Received.Message(var order) -> order;
          case Received.Broken(var why) -> throw new IOException(why);
        };
      }
      if ((System.nanoTime() - heardNanos) / 1_000_000 >= silenceMillis) {
        throw new IOException("heard nothing for %d ms".formatted(silenceMillis));
      }
    }
  }

  /** Sends now; only before {@link #serve}. */
  void send(Report report) throws IOException, InterruptedException {
    await(socket.sendText(Json.write(report), true), TIMEOUT);
  }

  /** From now on everything in the outbox goes out, and a heartbeat each so often. */
  void serve(Outbox outbox, long heartbeatMillis) {
    silenceMillis = Math.max(1000, heartbeatMillis * SILENT_HEARTBEATS);
    Thread.ofVirtual().name("link-sender").start(() -> sendAll(outbox, heartbeatMillis));
  }

  /** There is something new in the outbox. */
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
  }

  private void sendAll(Outbox outbox, long heartbeatMillis) {
    var sent = -1L;
    var lastBeat = System.nanoTime();
    try {
      while (!closed) {
        for (var report : outbox.after(sent)) {
          send(report);
          sent = Outbox.seq(report);
        }
        var beatIn = heartbeatMillis - (System.nanoTime() - lastBeat) / 1_000_000;
        var next =
            Optional.ofNullable(toSend.poll(Math.max(0, beatIn), TimeUnit.MILLISECONDS))
                .flatMap(report -> report);
        if (next.isPresent()) {
          send(next.get());
        }
        if ((System.nanoTime() - lastBeat) / 1_000_000 >= heartbeatMillis) {
          send(new Report.Heartbeat(System.currentTimeMillis()));
          await(socket.sendPing(ByteBuffer.allocate(0)), TIMEOUT);
          lastBeat = System.nanoTime();
        }
      }
    } catch (IOException | InterruptedException e) {
      received.add(new Received.Broken("cannot send: " + e.getMessage()));
    }
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
          received.add(new Received.Message(Json.MAPPER.readValue(text, Order.class)));
        } catch (JacksonException e) {
          LOG.log(Level.WARNING, "not an order: {0}", e.getOriginalMessage());
        }
      }
      from.request(1);
      return null;
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
