package dev.ekiden.bench.agent;

import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * A master for one agent that leads, believes everything, and journals nothing: over mutual TLS,
 * with the heartbeat and the lists of a real one. Reports are noted with the time at which they
 * came.
 */
final class StandInMaster implements AutoCloseable {
  private static final long EPOCH = 1;
  private static final long HEARTBEAT_MILLIS = 5000;
  private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
  private static final int MAX_ORDERS = 100;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final ObjectReader REPORT = MAPPER.readerFor(Report.class);
  private static final ObjectReader REPORTS = MAPPER.readerFor(Report[].class);
  private static final ObjectWriter ORDERS = MAPPER.writerFor(Order[].class);

  private final Heard heard;
  private final EventLoopGroup threads = new EpollEventLoopGroup(1);
  private final Channel server;
  private volatile Channel agent;

  private StandInMaster(Heard heard, SslContext tls) {
    this.heard = heard;
    this.server =
        new ServerBootstrap()
            .group(threads)
            .channel(EpollServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(tls.newHandler(channel.alloc()))
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(MAX_MESSAGE_BYTES))
                        .addLast(
                            new WebSocketServerProtocolHandler(
                                "/agent/link", null, false, MAX_MESSAGE_BYTES))
                        .addLast(new WebSocketFrameAggregator(MAX_MESSAGE_BYTES))
                        .addLast(new Ear());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
    this.agent = server;
  }

  /**
   * @param ssl what {@code ssl/make.sh} has made
   */
  static StandInMaster listening(Path ssl, Heard heard)
      throws IOException, GeneralSecurityException {
    var tls =
        SslContextBuilder.forServer(
                ssl.resolve("server.crt").toFile(), ssl.resolve("server.key").toFile())
            .trustManager(ssl.resolve("ca.pem").toFile())
            .clientAuth(ClientAuth.REQUIRE)
            .build();
    return new StandInMaster(heard, tls);
  }

  String address() {
    return "wss://localhost:" + ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** In lists, as a leader sends what it has decided in one turn. */
  void send(List<? extends Order> orders) {
    for (int from = 0; from < orders.size(); from += MAX_ORDERS) {
      write(agent, orders.subList(from, Math.min(orders.size(), from + MAX_ORDERS)));
    }
  }

  static long epoch() {
    return EPOCH;
  }

  private static void write(Channel to, List<? extends Order> orders) {
    var text = ORDERS.writeValueAsBytes(orders.toArray(Order[]::new));
    to.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(text)));
  }

  private static List<Report> read(String text) {
    return text.startsWith("[")
        ? List.of(REPORTS.<Report[]>readValue(text))
        : List.of(REPORT.<Report>readValue(text));
  }

  @Override
  public void close() {
    server.close();
    agent.close();
    threads.shutdownGracefully();
  }

  private final class Ear extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    /** The agent is killed now and then, and with it its connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
      var answers = new ArrayList<Order>();
      for (var report : read(frame.text())) {
        switch (report) {
          case Report.Hello _ -> {
            agent = context.channel();
            answers.add(new Order.Welcome(EPOCH, "bench", HEARTBEAT_MILLIS, Dialect.OURS));
          }
          case Report.Heartbeat _ -> answers.add(new Order.Heard());
          case Report.Progress(var seq, _, _, _) -> answers.add(new Order.Acknowledge(seq));
          case Report.Running(var seq, _, _, _, _) -> answers.add(new Order.Acknowledge(seq));
          case Report.Health(var seq, _, _, _, _, _) -> answers.add(new Order.Acknowledge(seq));
          case Report.Ready(var seq, _, _) -> answers.add(new Order.Acknowledge(seq));
          case Report.UnallocatedPorts(var seq, _, _, _) -> answers.add(new Order.Acknowledge(seq));
          case Report.Ended(var seq, _, _, _, _, _, _) -> answers.add(new Order.Acknowledge(seq));
          case Report.StandBy _,
              Report.LogChunk _,
              Report.Part _,
              Report.Over _,
              Report.Resized _ -> {}
        }
        heard.note(report);
      }
      if (!answers.isEmpty()) {
        write(context.channel(), answers);
      }
    }
  }
}
