package dev.ekiden.bench.masters;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Requests over TLS on a number of connections kept open, one at a time on each, no pipelining; one
 * thread for all, so that most of the processor is left to the server. Either as fast as answers
 * come ({@link #saturate}), or at a fixed rate whatever the answers do ({@link #atRate}): then a
 * latency counts from when the request was due, not from when a connection was free.
 */
final class Load implements AutoCloseable {
  private static final long ANSWER_SECONDS = 60;

  private final EpollEventLoopGroup group = new EpollEventLoopGroup(1);
  private final EventLoop loop = group.next();
  private final URI master;
  private final SslContext tls;
  private final ArrayDeque<Lane> free = new ArrayDeque<>();
  private final ArrayDeque<Due> waiting = new ArrayDeque<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Samples samples = new Samples();
  private final LongFunction<ByteBuf> requests;
  private long sent;
  private long total;
  private long endNanos = Long.MAX_VALUE;
  private int busy;

  private record Due(long number, long nanos) {}

  private Load(URI master, Path ssl, LongFunction<ByteBuf> requests)
      throws IOException, GeneralSecurityException {
    this.master = master;
    this.requests = requests;
    this.tls =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .trustManager(Trust.authority(ssl))
            .build();
  }

  /** Opens all connections first; {@code requests} gives the bytes of the numbered request. */
  static Load open(URI master, Path ssl, int connections, LongFunction<ByteBuf> requests)
      throws Exception {
    var load = new Load(master, ssl, requests);
    for (int i = 0; i < connections; i++) {
      var lane = new Lane(load::answered);
      load.connect(lane).sync();
      load.free.add(lane);
    }
    return load;
  }

  private ChannelFuture connect(Lane lane) {
    return new Bootstrap()
        .group(group)
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel opened) {
                var handler = tls.newHandler(opened.alloc(), master.getHost(), master.getPort());
                opened.pipeline().addLast(handler, new HttpResponseDecoder(), new Answering(lane));
                lane.opened(opened);
              }
            })
        .connect(master.getHost(), master.getPort());
  }

  /** All connections always have a request under way, for that long. */
  Samples saturate(Duration time) throws InterruptedException {
    loop.execute(
        () -> {
          endNanos = samples.begin() + time.toNanos();
          total = Long.MAX_VALUE;
          while (!free.isEmpty()) {
            send(free.poll(), new Due(sent++, System.nanoTime()));
          }
        });
    return end(time);
  }

  /** As many requests as given, all connections busy. */
  Samples all(long count) throws InterruptedException {
    loop.execute(
        () -> {
          samples.begin();
          total = count;
          while (!free.isEmpty() && sent < total) {
            send(free.poll(), new Due(sent++, System.nanoTime()));
          }
        });
    return end(Duration.ofMinutes(10));
  }

  /** One request every so often, for that long. */
  Samples atRate(int perSecond, Duration time) throws InterruptedException {
    loop.execute(
        () -> {
          total = 0; // answers do not cause requests
          tick(samples.begin(), TimeUnit.SECONDS.toNanos(1) / perSecond, time.toNanos());
        });
    return end(time);
  }

  private void tick(long begin, long everyNanos, long timeNanos) {
    long now = System.nanoTime();
    while (begin + sent * everyNanos <= now && sent * everyNanos < timeNanos) {
      waiting.add(new Due(sent, begin + sent * everyNanos));
      sent++;
    }
    while (!free.isEmpty() && !waiting.isEmpty()) {
      send(free.poll(), waiting.poll());
    }
    if (sent * everyNanos < timeNanos) {
      long next = begin + sent * everyNanos - System.nanoTime();
      loop.schedule(
          () -> tick(begin, everyNanos, timeNanos), Math.max(0, next), TimeUnit.NANOSECONDS);
    } else {
      endNanos = now;
      finishIfIdle();
    }
  }

  private void send(Lane lane, Due due) {
    busy++;
    lane.send(requests.apply(due.number()), due.nanos());
  }

  private void answered(Lane lane, int status, long dueNanos) {
    samples.add(status, System.nanoTime() - dueNanos);
    if (status == Lane.BROKEN) {
      // The server ended it, as after an answer of 503: the next request needs a new connection.
      connect(lane).addListener(_ -> goOn(lane));
    } else {
      goOn(lane);
    }
  }

  private void goOn(Lane lane) {
    busy--;
    if (!waiting.isEmpty()) {
      send(lane, waiting.poll());
    } else if (sent < total && System.nanoTime() < endNanos) {
      send(lane, new Due(sent++, System.nanoTime()));
    } else {
      free.add(lane);
      finishIfIdle();
    }
  }

  private void finishIfIdle() {
    if (busy == 0 && (sent >= total && total > 0 || System.nanoTime() >= endNanos)) {
      samples.end();
      over.countDown();
    }
  }

  private Samples end(Duration time) throws InterruptedException {
    if (!over.await(time.toSeconds() + ANSWER_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("%d requests have no answer".formatted(busy));
    }
    return samples;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
