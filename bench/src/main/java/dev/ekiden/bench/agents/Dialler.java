package dev.ekiden.bench.agents;

import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Outcome;
import dev.ekiden.core.wire.Report;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one agent connected, like the real one: dials one master after the other with growing,
 * jittered pauses, follows redirects and invitations, says hello, repeats what was not
 * acknowledged, beats, and keeps connections in {@link Reserve}. All on the agent's event loop.
 */
final class Dialler implements SimulatedAgent.Surroundings, Line.Owner {
  private static final int LONGEST_MESSAGE = 8 << 20;
  private static final long BEAT_BEFORE_WELCOME_MILLIS = 2_000;
  private static final int LONGEST_ANSWER = 8_192;

  /** So long it waits for an invitation where it stands by before it says hello unasked. */
  private static final int INVITATION_SECONDS = 10;

  private final FleetPlan plan;
  private final Tally tally;
  private final SslContext tls;
  private final Bootstrap bootstrap;
  private final EventLoop loop;
  private final SimulatedAgent agent;
  private final Rounds rounds;
  private final Reserve reserve;
  private Optional<Line> line = Optional.empty();
  private boolean welcomed;
  private boolean dead;
  private boolean distrusting;
  private boolean lists;
  private long ledIn;
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
    var random = new SplittableRandom(number);
    this.rounds = new Rounds(plan.masters(), random);
    this.reserve = new Reserve(plan.masters(), loop, tally, random, this::dial, this::invited);
  }

  /** Dials for the first time after a while. */
  void startIn(long millis) {
    loop.schedule(this::next, millis, TimeUnit.MILLISECONDS);
  }

  /** The machine has lost its power: nothing is heard of it again. */
  void die() {
    loop.execute(
        () -> {
          dead = true;
          line.ifPresent(Line::close);
          reserve.die();
          lost();
        });
  }

  /** The next try, unless somebody has invited us meanwhile. */
  private void next() {
    if (dead || line.isPresent()) {
      return;
    }
    var address = rounds.next();
    if (reserve.holds(address)) {
      stand(address, INVITATION_SECONDS);
    } else {
      line = Optional.of(dial(address, this));
    }
  }

  private void nextAfterPause() {
    if (!dead && !loop.isShuttingDown()) {
      loop.schedule(this::next, rounds.pauseMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Waits where we stand by: whoever leads next invites us, or is named here. */
  private void stand(URI address, int seconds) {
    if (dead || line.isPresent()) {
      return;
    }
    var named = reserve.named(address).filter(leader -> !reserve.holds(leader));
    if (named.isPresent() && rounds.trusts(named.get(), nowMillis())) {
      rounds.redirected(named.get());
      nextAfterPause();
    } else if (!reserve.holds(address)) {
      rounds.lost(address, false, nowMillis());
      nextAfterPause();
    } else if (seconds == 0) {
      reserve.take(address).ifPresent(this::hello);
    } else {
      loop.schedule(() -> stand(address, seconds - 1), 1, TimeUnit.SECONDS);
    }
  }

  private void invited(Line by, long epoch) {
    if (dead || welcomed && epoch <= ledIn || !agent.wouldFollow(epoch)) {
      return;
    }
    reserve.take(by.address());
    line.ifPresent(Line::close);
    lost();
    hello(by);
  }

  private void hello(Line to) {
    to.belongsTo(this);
    line = Optional.of(to);
    to.write(agent.hello());
    to.flush();
    to.beat(loop, BEAT_BEFORE_WELCOME_MILLIS);
  }

  private Line dial(URI address, Line.Owner owner) {
    var dialled = new Line(address, owner);
    bootstrap
        .clone(loop)
        .handler(pipeline(dialled))
        .connect(address.getHost(), address.getPort())
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                dialled.closed(String.valueOf(connected.cause().getMessage()));
              }
            });
    return dialled;
  }

  private ChannelInitializer<Channel> pipeline(Line dialled) {
    int port = dialled.address().getPort();
    long patience = rounds.patienceMillis();
    var config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri(dialled.address().resolve("/agent/link"))
            .maxFramePayloadLength(LONGEST_MESSAGE)
            .handshakeTimeoutMillis(patience)
            .handleCloseFrames(false)
            .build();
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel opened) {
        // The peer's name is our own: it tells Identities whose certificate to show.
        var handler = tls.newHandler(opened.alloc(), agent.name(), port);
        handler.setHandshakeTimeoutMillis(patience);
        opened
            .pipeline()
            .addLast(
                handler,
                new HttpClientCodec(),
                new HttpObjectAggregator(LONGEST_ANSWER),
                new WebSocketClientProtocolHandler(config),
                new WebSocketFrameAggregator(LONGEST_MESSAGE),
                new Conversation(dialled));
      }
    };
  }

  @Override
  public void opened(Line opened) {
    hello(opened);
  }

  @Override
  public void closed(Line gone, String reason) {
    tally.lost((welcomed ? "led: " : "at the door: ") + reason);
    rounds.lost(gone.address(), welcomed, nowMillis());
    lost();
    nextAfterPause();
  }

  /** Nobody leads this agent any more. */
  private void lost() {
    line = Optional.empty();
    if (welcomed) {
      welcomed = false;
      tally.welcomed.decrementAndGet();
    }
    reserve.leaderless();
  }

  @Override
  public void received(Line from, Order order) {
    switch (order) {
      case Order.Welcome welcome -> welcome(from, welcome);
      case Order.Redirect(var leader) -> redirect(from, URI.create(leader));
      case Order.Run run -> agent.run(run);
      case Order.Kill kill -> agent.kill(kill);
      case Order.Acknowledge(var seq) -> agent.acknowledged(seq);
      case Order.Resize(_, var instance, var limits) ->
          from.write(new Report.Resized(instance, limits, ""));
      case Order.ReadLog(var request, _, _, _, _) ->
          from.write(new Report.LogChunk(request, 0, 0, 0, ""));
      case Order.Ask ask ->
          from.write(new Report.Over(ask.stream(), Outcome.GONE, "it is simulated"));
      case Order.More _, Order.Leave _ -> {
        // What was asked is answered already.
      }
      case Order.Invite _, Order.Heard _ -> {
        // We have said hello here already, and do not count its silence.
      }
    }
  }

  @Override
  public void receivedAll(Line from) {
    report();
  }

  /** Whoever names a master that has just failed does not know yet: we wait for a better answer. */
  private void redirect(Line from, URI leader) {
    if (rounds.trusts(leader, nowMillis())) {
      rounds.redirected(leader);
      lost();
      if (!reserve.keep(from)) {
        from.close();
      }
      nextAfterPause();
    } else if (!distrusting) {
      distrusting = true;
      loop.schedule(() -> stopWaiting(from, leader), Rounds.DISTRUST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void stopWaiting(Line at, URI leader) {
    distrusting = false;
    if (!welcomed && line.filter(at::equals).isPresent()) {
      redirect(at, leader);
    }
  }

  private void welcome(Line by, Order.Welcome welcome) {
    if (!agent.welcome(welcome)) {
      by.close();
      closed(by, "welcomed by a master that leads no more");
      return;
    }
    if (!welcomed) {
      welcomed = true;
      tally.welcomed.incrementAndGet();
    }
    tally.welcomes.incrementAndGet();
    rounds.served(by.address());
    reserve.led(by.address());
    ledIn = welcome.epoch();
    sent = -1;
    lists = welcome.speaks().contains(Dialect.LISTS);
    report();
    by.beat(loop, welcome.heartbeatMillis());
  }

  /** Writes reports that have not gone out on this connection; whoever calls flushes. */
  private void report() {
    if (!welcomed || line.isEmpty()) {
      return;
    }
    var reports = agent.next(sent);
    if (reports.isEmpty()) {
      return;
    }
    sent = SimulatedAgent.seq(reports.getLast());
    if (lists && reports.size() > 1) {
      line.get().write(reports);
    } else {
      reports.forEach(line.get()::write);
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
            line.ifPresent(Line::flush);
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
