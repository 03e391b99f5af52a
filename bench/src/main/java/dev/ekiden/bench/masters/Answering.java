package dev.ekiden.bench.masters;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * The end of a connection's pipeline: tells its lane when an answer is complete, or never will be.
 */
final class Answering extends SimpleChannelInboundHandler<HttpObject> {
  private static final int INTERIM = 200;

  private final Lane lane;
  private int status;

  Answering(Lane lane) {
    this.lane = lane;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (part instanceof HttpResponse response) {
      status = response.status().code();
    }
    if (part instanceof LastHttpContent && status >= INTERIM) {
      lane.end(status);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lane.end(Lane.BROKEN);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
