package dev.ekiden.api.agentlink;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The server's WebSocket.
 *
 * @param closing waits up to half a minute for each peer that does not answer a close: not to be
 *     the threads that everybody needs
 */
record SessionChannel(Session session, Executor closing) implements Channel {
  private static final Logger LOG = Logger.getLogger(SessionChannel.class.getName());

  @Override
  public void send(String text, Consumer<Boolean> sent) {
    session
        .getAsyncRemote()
        .sendText(
            text,
            result -> {
              if (!result.isOK()) {
                LOG.log(Level.FINE, "cannot send", result.getException());
              }
              sent.accept(result.isOK());
            });
  }

  @Override
  public void close(String reason) {
    closing.execute(() -> closeNow(reason));
  }

  private void closeNow(String reason) {
    try {
      session.close(new CloseReason(CloseReason.CloseCodes.TRY_AGAIN_LATER, reason));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.FINE, "already closed", e);
    }
  }
}
