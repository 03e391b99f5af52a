package dev.ekiden.api.agentlink;

import dev.ekiden.core.wire.Order;

/** One agent's connection; it gets orders once it has been welcomed. */
final class Connection {
  private final String sessionId;
  private final Outbox outbox;
  private volatile boolean welcomed;

  Connection(String sessionId, Outbox outbox) {
    this.sessionId = sessionId;
    this.outbox = outbox;
  }

  boolean isOf(String session) {
    return sessionId.equals(session);
  }

  void welcome(Order.Welcome welcome) {
    send(welcome);
    welcomed = true;
  }

  boolean welcomed() {
    return welcomed;
  }

  void send(Order order) {
    outbox.send(WireJson.write(order));
  }

  void close(String reason) {
    outbox.close(reason);
  }
}
