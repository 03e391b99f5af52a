package dev.ekiden.bench.masters;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Optional;

/** One connection with at most one request under way. */
final class Lane extends SimpleChannelInboundHandler<HttpObject> {
  /** Stands for an answer that never came. */
  static final int BROKEN = 0;

  /** Hears of each answer. */
  interface Answers {
    void answered(Lane lane, int status, long dueNanos);
  }

  private final Answers answers;
  private Optional<Channel> channel = Optional.empty();
  private boolean underWay;
  private long dueNanos;
  private int status;

  Lane(Answers answers) {
    this.answers = answers;
  }

  void opened(Channel opened) {
    channel = Optional.of(opened);
  }

  void send(ByteBuf request, long due) {
    underWay = true;
    dueNanos = due;
    channel.ifPresent(
        open ->
            open.writeAndFlush(request)
                .addListener(
                    written -> {
                      if (!written.isSuccess()) {
                        open.eventLoop().execute(() -> end(BROKEN));
                      }
                    }));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (part instanceof HttpResponse response) {
      status = response.status().code();
    }
    if (part instanceof LastHttpContent && status >= 200) {
      end(status);
    }
  }

  /** A connection that the server ends does not come back: its last request counts as broken. */
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(BROKEN);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  private void end(int code) {
    if (underWay) {
      underWay = false;
      answers.answered(this, code, dueNanos);
    }
  }
}
