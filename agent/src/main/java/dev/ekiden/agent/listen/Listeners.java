package dev.ekiden.agent.listen;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** All sockets of this machine's own network that wait for TCP connections, on any address. */
public final class Listeners {
  /** Of the network namespace that the agent is in. */
  public static final Path KERNEL = Path.of("/proc/net");

  /** The kernel gives a page at a time, and up to this size Java copies through its stack. */
  private static final int BUFFER_BYTES = 8192;

  /** Four hundred thousand sockets. */
  private static final long MOST_BYTES = 64L << 20;

  private final Path net;
  private final long mostBytes;

  /** Whoever is told of each of them. */
  public interface Seen {
    /**
     * @param user whose socket it is
     */
    void listens(int user, int port);
  }

  public Listeners(Path net) {
    this(net, MOST_BYTES);
  }

  /**
   * @param mostBytes of each list that are read; what comes after is not seen
   */
  Listeners(Path net, long mostBytes) {
    this.net = net;
    this.mostBytes = mostBytes;
  }

  /** Tells of all that listen now; who opens or closes one meanwhile may be missed. */
  public void each(Seen seen) throws IOException {
    each(net.resolve("tcp"), seen);
    // Not there if the machine has no IPv6.
    if (Files.exists(net.resolve("tcp6"))) {
      each(net.resolve("tcp6"), seen);
    }
  }

  private void each(Path list, Seen seen) throws IOException {
    var table = new SocketTable(seen);
    var buffer = new byte[BUFFER_BYTES];
    try (var in = new FileInputStream(list.toFile())) {
      long read = 0;
      while (read < mostBytes) {
        int length = in.read(buffer);
        if (length < 0 || !table.take(buffer, length)) {
          return;
        }
        read += length;
      }
    }
  }
}
