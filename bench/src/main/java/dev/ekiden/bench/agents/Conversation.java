package dev.ekiden.bench.agents;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** The end of a connection's pipeline: frames in, what the agent answers out in one go. */
final class Conversation extends SimpleChannelInboundHandler<WebSocketFrame> {
  private final Line line;
  private String farewell = "ended without a word";

  Conversation(Line line) {
    this.line = line;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      line.opened(context.channel());
    }
    super.userEventTriggered(context, event);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof TextWebSocketFrame text) {
      Wire.read(text.content()).forEach(line::received);
    } else if (frame instanceof CloseWebSocketFrame close) {
      farewell = close.statusCode() + " " + close.reasonText();
      context.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    line.receivedAll();
    context.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    line.closed(farewell);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    farewell = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    context.close();
  }
}
