package dev.ekiden.api.agentlink;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An agent's one connection: it dialled us, says hello, then reports; we answer with orders. A
 * bean, as Liberty before 26.0.0.7 injects into no other endpoints; it keeps no state.
 */
@ApplicationScoped
@ManagedExecutorDefinition(
    name = AgentSocket.CLOSING,
    context = "java:module/concurrent/ekiden/no-context",
    virtual = true)
@ServerEndpoint("/agent/link")
public class AgentSocket {
  private static final Logger LOG = Logger.getLogger(AgentSocket.class.getName());

  /** A hello with thousands of instances is the longest thing an agent says. */
  private static final int LONGEST = 8 * 1_024 * 1_024;

  static final String CLOSING = "java:module/concurrent/ekiden/closing";

  @Inject private AgentLink link;

  /** Thousands may have to be closed at once, and each may hang for a while. */
  @Resource(lookup = CLOSING)
  private ManagedExecutorService closing;

  @OnOpen
  public void open(Session session) {
    session.setMaxIdleTimeout(0);
    session.setMaxTextMessageBufferSize(LONGEST);
    link.opened(session.getId(), name(session), new SessionChannel(session, closing));
  }

  @OnMessage(maxMessageSize = LONGEST)
  public void message(Session session, String text) {
    link.received(session.getId(), name(session), text);
  }

  @OnClose
  public void close(Session session, CloseReason reason) {
    link.closed(session.getId(), name(session));
  }

  @OnError
  public void failed(Session session, Throwable failure) {
    LOG.log(Level.FINE, "connection of " + name(session), failure);
    link.closed(session.getId(), name(session));
  }

  private static String name(Session session) {
    return session.getUserPrincipal() instanceof MachineName machine ? machine.name() : "";
  }
}
