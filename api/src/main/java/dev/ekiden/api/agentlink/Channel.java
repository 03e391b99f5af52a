package dev.ekiden.api.agentlink;

import java.util.function.Consumer;

/** One end of a WebSocket, as far as sending goes; a seam, so that tests can be the other end. */
interface Channel {
  /** Returns at once; whether it worked is said later, perhaps by another thread. */
  void send(String text, Consumer<Boolean> sent);

  /** Ends it with "try again later" and this reason; returns at once. It may be closed already. */
  void close(String reason);
}
