package dev.ekiden.bench.agents;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Many simulated agents in this process; each has its own certificate, connection and memory. */
public final class Fleet implements AutoCloseable {
  /** Connections that an agent keeps, at most, to masters that do not lead. */
  public static final int MOST_IN_RESERVE = Reserve.MOST;

  private static final int CONNECT_MILLIS = 10_000;

  private final EpollEventLoopGroup loops;
  private final List<Dialler> diallers;
  private final Tally tally;

  private Fleet(EpollEventLoopGroup loops, List<Dialler> diallers, Tally tally) {
    this.loops = loops;
    this.diallers = diallers;
    this.tally = tally;
  }

  /** Makes agents and their certificates; nobody dials yet. */
  public static Fleet of(FleetPlan plan) throws IOException, GeneralSecurityException {
    var authority = Authority.open(plan.ssl());
    var certificates = new HashMap<String, X509Certificate>();
    for (int n = 1; n <= plan.agents(); n++) {
      certificates.put(FleetPlan.name(n), authority.issue(FleetPlan.name(n)));
    }
    var identities = new Identities(certificates, authority.certificate(), authority.sharedKey());
    SslContext tls =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .protocols("TLSv1.3")
            .keyManager(identities)
            .trustManager(authority.certificate())
            .build();
    var loops = new EpollEventLoopGroup(plan.threads());
    var bootstrap =
        new Bootstrap()
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
    var tally = new Tally();
    var diallers = new ArrayList<Dialler>();
    for (int n = 1; n <= plan.agents(); n++) {
      diallers.add(new Dialler(plan, n, tally, tls, bootstrap, loops.next()));
    }
    return new Fleet(loops, List.copyOf(diallers), tally);
  }

  /** Lets all agents dial, spread evenly over the time given. */
  public void dial(long overMillis) {
    for (int n = 0; n < diallers.size(); n++) {
      diallers.get(n).startIn(overMillis * n / diallers.size());
    }
  }

  /** What they have done together. */
  public Tally tally() {
    return tally;
  }

  /** Takes the power from one agent, numbered from 1. */
  public void kill(int number) {
    diallers.get(number - 1).die();
  }

  @Override
  public void close() {
    loops.shutdownGracefully().awaitUninterruptibly();
  }
}
