package dev.ekiden.api.agentlink;

import java.util.concurrent.ThreadFactory;

/**
 * The link's own threads. Those that close are apart from the server's: a close waits until the
 * connection's read has been cancelled, which one of the server's threads must do. When a thousand
 * agents went at once, all of these waited for one of them, and the master answered nobody.
 */
final class LinkThreads {
  private static final int LEAST_SENDING = 4;
  private static final int CLOSING = 16;

  private final Senders sending;
  private final Senders closing;

  LinkThreads(ThreadFactory factory) {
    int sendingThreads = Math.max(LEAST_SENDING, Runtime.getRuntime().availableProcessors());
    sending = new Senders("link-sender", sendingThreads, factory);
    closing = new Senders("link-closer", CLOSING, factory);
  }

  Hands hands() {
    return new Hands(sending, closing);
  }

  void stop() {
    sending.stop();
    closing.stop();
  }
}
