package dev.ekiden.agent.router;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.ekiden.core.wire.RouteTable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one WebSocket to the leading master and hands on each table it sends. When the connection
 * ends or falls silent, pongs included, it dials the next master, with growing pauses; a master
 * that does not lead names the one that does, which is dialled at once.
 */
final class RouteFeed implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RouteFeed.class.getName());
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(45); // three of the leader's 15 s
  private static final Duration PING = Duration.ofSeconds(2);
  private static final Duration NO_PONG = Duration.ofSeconds(8); // of one that has answered before
  private static final Duration FIRST_WORD = Duration.ofSeconds(3); // a leader speaks at once
  private static final long SHORTEST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;
  private static final int MOST_REDIRECTS = 3;
  private static final int LONGEST_MESSAGE = 8 * 1024 * 1024;

  private final List<URI> masters;
  private final Consumer<RouteTable> sink;
  private final HttpClient client;
  private final Thread thread = new Thread(this::run, "route-feed");

  RouteFeed(List<URI> masters, SSLContext tls, Consumer<RouteTable> sink) {
    this.masters = List.copyOf(masters);
    this.sink = sink;
    var parameters = new SSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    this.client =
        HttpClient.newBuilder()
            .sslContext(tls)
            .sslParameters(parameters)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
    client.shutdownNow();
  }

  /** How a conversation ended. */
  private sealed interface End {
    record Redirected(URI leader) implements End {}

    record Lost(String reason, boolean useful) implements End {}
  }

  private void run() {
    var turn = 0;
    var failures = 0;
    var redirects = 0;
    var lastReason = "";
    var target = masters.getFirst();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        switch (converse(target)) {
          case End.Redirected(var leader) -> {
            target = leader;
            if (++redirects % MOST_REDIRECTS == 0) {
              TimeUnit.MILLISECONDS.sleep(pauseMillis(failures++));
            }
          }
          case End.Lost(var reason, var useful) -> {
            if (useful || !reason.equals(lastReason)) {
              LOG.log(WARNING, "no routes from {0}: {1}", target, reason);
            }
            lastReason = reason;
            redirects = 0;
            failures = useful ? 0 : failures;
            target = masters.get(++turn % masters.size());
            TimeUnit.MILLISECONDS.sleep(pauseMillis(failures++));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private static long pauseMillis(int failures) {
    var longest =
        Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.min(failures + 1, 10));
    return ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
  }

  private End converse(URI target) throws InterruptedException {
    var conversation = new Conversation(sink);
    WebSocket socket;
    try {
      socket =
          client
              .newWebSocketBuilder()
              .connectTimeout(CONNECT)
              .buildAsync(target.resolve("/agent/routes"), conversation)
              .get(2 * CONNECT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return new End.Lost(Names.shown("" + e.getCause()), false);
    } catch (TimeoutException e) {
      return new End.Lost("no connection in time", false);
    }
    LOG.log(INFO, "connected to {0}", target);
    try {
      while (true) {
        try {
          return conversation.end.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
          conversation.ping(socket);
          var patience = conversation.patience();
          if (System.nanoTime() - conversation.heardAt > patience.toNanos()) {
            return new End.Lost("silent for " + patience.toSeconds() + " s", conversation.useful);
          }
        } catch (ExecutionException e) {
          return new End.Lost(Names.shown("" + e.getCause()), conversation.useful);
        }
      }
    } finally {
      socket.abort();
    }
  }

  /** One connection's messages, in the client's threads, one at a time. */
  private static final class Conversation implements WebSocket.Listener {
    private final Consumer<RouteTable> sink;
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private final StringBuilder message = new StringBuilder();
    private volatile long heardAt = System.nanoTime();
    private volatile boolean useful;
    private volatile boolean answers;
    private CompletableFuture<?> ping = CompletableFuture.completedFuture("none yet");
    private long pingedAt = System.nanoTime();

    Conversation(Consumer<RouteTable> sink) {
      this.sink = sink;
    }

    /** Asks for a pong every so often: a master that is gone without a word is noticed soon. */
    void ping(WebSocket socket) {
      if (ping.isDone() && System.nanoTime() - pingedAt >= PING.toNanos()) {
        pingedAt = System.nanoTime();
        ping = socket.sendPing(ByteBuffer.allocate(0));
      }
    }

    Duration patience() {
      if (!useful) {
        return FIRST_WORD;
      }
      return answers ? NO_PONG : SILENCE;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      answers = true;
      if (useful) {
        heardAt = System.nanoTime();
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      heardAt = System.nanoTime();
      message.append(data);
      if (message.length() > LONGEST_MESSAGE) {
        end.complete(new End.Lost("message too long", useful));
        return null;
      }
      if (last) {
        take(message.toString());
        message.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      end.complete(new End.Lost("closed, " + status + " " + Names.shown(reason), useful));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      end.complete(new End.Lost(Names.shown("" + error), useful));
    }

    private void take(String text) {
      try {
        switch (FeedMessage.parse(text)) {
          case FeedMessage.Routes(var table) -> {
            useful = true;
            sink.accept(table);
          }
          case FeedMessage.Leader(var address) -> end.complete(new End.Redirected(address));
        }
      } catch (IllegalArgumentException e) {
        LOG.log(WARNING, "unreadable message: {0}", e.getMessage());
      }
    }
  }
}
