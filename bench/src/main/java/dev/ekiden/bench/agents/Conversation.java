package dev.ekiden.bench.agents;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The end of a connection's pipeline: frames in, what the agent answers out in one go. */
final class Conversation extends SimpleChannelInboundHandler<TextWebSocketFrame> {
  private static final Logger LOG = System.getLogger(Conversation.class.getName());

  private final Line line;

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
  protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
    Wire.read(frame.content()).forEach(line::received);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    line.receivedAll();
    context.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    line.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.log(Level.DEBUG, "a link broke", cause);
    context.close();
  }
}
