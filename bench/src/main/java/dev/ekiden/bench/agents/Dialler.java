package dev.ekiden.bench.agents;

import dev.ekiden.core.wire.Dialect;
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
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one agent connected, like the real one: dials one master after the other with growing,
 * jittered pauses, follows redirects, says hello, repeats what was not acknowledged, beats. All on
 * the agent's event loop.
 */
final class Dialler implements SimulatedAgent.Surroundings {
  private static final int LONGEST_MESSAGE = 8 << 20;
  private static final int LONGEST_ANSWER = 8_192;
  private static final long HANDSHAKE_MILLIS = 20_000;

  private final FleetPlan plan;
  private final Tally tally;
  private final SslContext tls;
  private final Bootstrap bootstrap;
  private final EventLoop loop;
  private final SimulatedAgent agent;
  private final Rounds rounds;
  private Optional<Channel> channel = Optional.empty();
  private URI address;
  private Optional<ScheduledFuture<?>> beating = Optional.empty();
  private boolean welcomed;
  private boolean dead;
  private boolean redirected;
  private boolean distrusting;
  private boolean lists;
  private long sent = -1;

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
    this.rounds = new Rounds(plan.masters(), new SplittableRandom(number));
    this.address = plan.masters().getFirst();
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
    address = rounds.next();
    bootstrap
        .clone(loop)
        .handler(pipeline())
        .connect(address.getHost(), address.getPort())
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                rounds.lost(address, false, nowMillis());
                dialLater();
              }
            });
  }

  private ChannelInitializer<Channel> pipeline() {
    int port = address.getPort();
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
        var handler = tls.newHandler(opened.alloc(), agent.name(), port);
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
    if (redirected) {
      redirected = false;
    } else {
      rounds.lost(address, welcomed, nowMillis());
    }
    if (welcomed) {
      welcomed = false;
      tally.welcomed.decrementAndGet();
    }
    dialLater();
  }

  private void dialLater() {
    if (!dead && !loop.isShuttingDown()) {
      loop.schedule(this::dial, rounds.pauseMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Carries out what the leader says; whoever calls flushes. */
  void received(Order order) {
    switch (order) {
      case Order.Welcome welcome -> welcome(welcome);
      case Order.Redirect(var leader) -> redirect(URI.create(leader));
      case Order.Run run -> agent.run(run);
      case Order.Kill kill -> agent.kill(kill);
      case Order.Acknowledge(var seq) -> agent.acknowledged(seq);
      case Order.Resize(_, var instance, var limits) ->
          write(new Report.Resized(instance, limits, ""));
      case Order.ReadLog(var request, _, _, _, _) ->
          write(new Report.LogChunk(request, 0, 0, 0, ""));
    }
  }

  /** Whoever names a master that has just failed does not know yet: we wait for a better answer. */
  private void redirect(URI leader) {
    if (rounds.trusts(leader, nowMillis())) {
      rounds.redirected(leader);
      redirected = true;
      channel.ifPresent(Channel::close);
    } else if (!distrusting) {
      distrusting = true;
      loop.schedule(() -> stopWaiting(leader), Rounds.DISTRUST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void stopWaiting(URI leader) {
    distrusting = false;
    if (!welcomed && channel.isPresent()) {
      redirect(leader);
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
    rounds.served(address);
    sent = -1;
    lists = welcome.speaks().contains(Dialect.LISTS);
    report();
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

  /** Writes reports that have not gone out on this connection; whoever calls flushes. */
  void report() {
    if (!welcomed) {
      return;
    }
    var reports = agent.next(sent);
    if (reports.isEmpty()) {
      return;
    }
    sent = SimulatedAgent.seq(reports.getLast());
    if (lists && reports.size() > 1) {
      channel.ifPresent(open -> open.write(Wire.write(reports)));
    } else {
      reports.forEach(this::write);
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
            report();
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
