package dev.ekiden.api.routes;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** A router's connection: it listens, we tell it all routes whenever they change. */
@ApplicationScoped
@ServerEndpoint("/agent/routes")
public class RouteSocket {
  @Inject private RouteStream stream;

  @OnOpen
  public void open(Session session) {
    session.setMaxIdleTimeout(0);
    stream.opened(session);
  }

  @OnClose
  public void close(Session session) {
    stream.closed(session);
  }

  @OnError
  public void failed(Session session, Throwable failure) {
    stream.closed(session);
  }
}
