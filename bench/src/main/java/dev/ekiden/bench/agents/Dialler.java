package dev.ekiden.bench.agents;

import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one agent connected, like the real one: dials one master after the other with growing,
 * jittered pauses, follows redirects, says hello, repeats what was not acknowledged, beats. All on
 * the agent's event loop.
 */
final class Dialler implements SimulatedAgent.Surroundings {
  private static final long MIN_PAUSE_MILLIS = 200;
  private static final long MAX_PAUSE_MILLIS = 5_000;
  private static final int MAX_REDIRECTS = 5;
  private static final int LONGEST_MESSAGE = 8 << 20;
  private static final int LONGEST_ANSWER = 8_192;
  private static final long HANDSHAKE_MILLIS = 20_000;

  private final FleetPlan plan;
  private final Tally tally;
  private final SslContext tls;
  private final Bootstrap bootstrap;
  private final EventLoop loop;
  private final SimulatedAgent agent;
  private Optional<Channel> channel = Optional.empty();
  private Optional<URI> redirect = Optional.empty();
  private Optional<ScheduledFuture<?>> beating = Optional.empty();
  private boolean welcomed;
  private boolean dead;
  private int redirects;
  private int nextMaster;
  private long pauseMillis = MIN_PAUSE_MILLIS;

  Dialler(
      FleetPlan plan,
      int number,
      Tally tally,
      SslContext tls,
      Bootstrap bootstrap,
      EventLoop loop) {
    this.plan = plan;
    this.tally = tally;
    this.tls = tls;
    this.bootstrap = bootstrap;
    this.loop = loop;
    this.agent = new SimulatedAgent(plan.machine(number), tally, this);
    this.nextMaster = number % plan.masters().size();
  }

  /** Dials for the first time after a while. */
  void startIn(long millis) {
    loop.schedule(this::dial, millis, TimeUnit.MILLISECONDS);
  }

  /** The machine has lost its power: nothing is heard of it again. */
  void die() {
    loop.execute(
        () -> {
          dead = true;
          channel.ifPresent(Channel::close);
        });
  }

  private void dial() {
    if (dead) {
      return;
    }
    var masters = plan.masters();
    var address = redirect.orElseGet(() -> masters.get(nextMaster++ % masters.size()));
    redirect = Optional.empty();
    bootstrap
        .clone(loop)
        .handler(pipeline(address))
        .connect(address.getHost(), address.getPort())
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                dialLater();
              }
            });
  }

  private ChannelInitializer<Channel> pipeline(URI address) {
    var config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri(address.resolve("/agent/link"))
            .maxFramePayloadLength(LONGEST_MESSAGE)
            .handshakeTimeoutMillis(HANDSHAKE_MILLIS)
            .handleCloseFrames(true)
            .build();
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel opened) {
        // The peer's name is our own: it tells Identities whose certificate to show.
        var handler = tls.newHandler(opened.alloc(), agent.name(), address.getPort());
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
        opened
            .pipeline()
            .addLast(
                handler,
                new HttpClientCodec(),
                new HttpObjectAggregator(LONGEST_ANSWER),
                new WebSocketClientProtocolHandler(config),
                new WebSocketFrameAggregator(LONGEST_MESSAGE),
                new Conversation(Dialler.this));
      }
    };
  }

  /** The WebSocket stands. */
  void opened(Channel opened) {
    channel = Optional.of(opened);
    opened.writeAndFlush(Wire.write(agent.hello()));
  }

  /** Over, or never begun: another try follows. */
  void closed() {
    beating.ifPresent(task -> task.cancel(false));
    beating = Optional.empty();
    channel = Optional.empty();
    tally.lost.incrementAndGet();
    if (welcomed) {
      welcomed = false;
      tally.welcomed.decrementAndGet();
    }
    if (redirect.isPresent() && ++redirects <= MAX_REDIRECTS) {
      dial();
    } else {
      dialLater();
    }
  }

  private void dialLater() {
    redirect = Optional.empty();
    redirects = 0;
    if (loop.isShuttingDown()) {
      return;
    }
    long pause = ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis + 1);
    pauseMillis = Math.min(MAX_PAUSE_MILLIS, pauseMillis * 2);
    loop.schedule(this::dial, pause, TimeUnit.MILLISECONDS);
  }

  /** Carries out what the leader says; whoever calls flushes. */
  void received(Order order) {
    switch (order) {
      case Order.Welcome welcome -> welcome(welcome);
      case Order.Redirect(var leader) -> {
        redirect = Optional.of(URI.create(leader));
        channel.ifPresent(Channel::close);
      }
      case Order.Run run -> agent.run(run);
      case Order.Kill kill -> agent.kill(kill);
      case Order.Acknowledge(var seq) -> agent.acknowledged(seq);
      case Order.ReadLog(var request, _, _, _, _) ->
          write(new Report.LogChunk(request, 0, 0, 0, ""));
    }
  }

  private void welcome(Order.Welcome welcome) {
    if (!agent.welcome(welcome)) {
      channel.ifPresent(Channel::close);
      return;
    }
    if (!welcomed) {
      welcomed = true;
      tally.welcomed.incrementAndGet();
    }
    tally.welcomes.incrementAndGet();
    pauseMillis = MIN_PAUSE_MILLIS;
    redirects = 0;
    agent.unacknowledged().forEach(this::write);
    long beat = welcome.heartbeatMillis();
    long first = ThreadLocalRandom.current().nextLong(beat);
    beating.ifPresent(task -> task.cancel(false));
    beating = Optional.of(loop.scheduleAtFixedRate(this::beat, first, beat, TimeUnit.MILLISECONDS));
  }

  private void beat() {
    write(new Report.Heartbeat(nowMillis()));
    channel.ifPresent(open -> open.writeAndFlush(new PingWebSocketFrame()));
  }

  private void write(Report report) {
    channel.ifPresent(open -> open.write(Wire.write(report)));
  }

  @Override
  public void send(Report report) {
    if (welcomed) {
      write(report);
    }
  }

  @Override
  public void afterStart(Runnable action) {
    if (plan.startMillis() == 0) {
      action.run();
    } else {
      loop.schedule(
          () -> {
            action.run();
            channel.ifPresent(Channel::flush);
          },
          plan.startMillis(),
          TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public long nowMillis() {
    return System.currentTimeMillis();
  }
}
