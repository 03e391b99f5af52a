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

  private final Dialler dialler;

  Conversation(Dialler dialler) {
    this.dialler = dialler;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      dialler.opened(context.channel());
    }
    super.userEventTriggered(context, event);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
    Wire.read(frame.content()).forEach(dialler::received);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    dialler.report();
    context.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    dialler.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.log(Level.DEBUG, "a link broke", cause);
    context.close();
  }
}
