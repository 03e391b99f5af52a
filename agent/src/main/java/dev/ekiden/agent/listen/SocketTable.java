package dev.ekiden.agent.listen;

/**
 * Reads the kernel's list of TCP sockets ({@code /proc/net/tcp}, {@code tcp6}) byte by byte and
 * keeps nothing of it: on a machine with a hundred thousand sockets a string for each would cost
 * more than all else that the agent does. A line, after one with headings, is
 *
 * <pre>
 *  sl  local_address rem_address   st tx_queue:rx_queue tr:when retrnsmt  uid timeout inode …
 *   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 201004 0 4711 …
 * </pre>
 *
 * <p>The kernel lists those that listen first, so the first line of another state is the end of
 * what is of interest: connections, however many, cost nothing.
 */
final class SocketTable {
  /** TCP_LISTEN in the kernel's include/net/tcp_states.h. */
  private static final int LISTEN = 0x0A;

  private static final int ADDRESS = 1;
  private static final int STATE = 3;
  private static final int USER = 7;

  private final Listeners.Seen seen;
  private boolean heading = true;
  private boolean between = true;
  private int field = -1;
  private int port;
  private int state;
  private int user;

  SocketTable(Listeners.Seen seen) {
    this.seen = seen;
  }

  /** False when nothing of interest follows. */
  boolean take(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      var c = bytes[i];
      if (c != '\n') {
        take(c);
      } else if (!endLine()) {
        return false;
      }
    }
    return true;
  }

  private boolean endLine() {
    var listens = state == LISTEN && field >= USER;
    if (!heading && listens) {
      seen.listens(user, port);
    }
    var goesOn = heading || listens;
    heading = false;
    between = true;
    field = -1;
    port = 0;
    state = 0;
    user = 0;
    return goesOn;
  }

  private void take(byte c) {
    if (c == ' ') {
      between = true;
      return;
    }
    if (between) {
      between = false;
      field++;
    }
    switch (field) {
      // The address before the colon is as long as it is: it drops out at the upper end.
      case ADDRESS -> port = c == ':' ? 0 : port << 4 | Character.digit(c, 16);
      case STATE -> state = state << 4 | Character.digit(c, 16);
      case USER -> user = user * 10 + Character.digit(c, 10);
      default -> {}
    }
  }
}
