package dev.ekiden.cli.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Whether a port on loopback accepts connections. */
final class Sockets {
  private static final int PATIENCE_MILLIS = 1000;

  private Sockets() {}

  static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
