package dev.ekiden.api.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Notices within moments that the leading process is dead, instead of after ZooKeeper's session
 * time-out. A standby keeps a connection to the leader open and reads from it. When it ends, the
 * leader is dialled again; if its machine refuses twice what it had accepted before, nobody listens
 * there any more. A machine that does not answer at all proves nothing: then the session decides.
 * Being wrong costs an election and nothing else, as each epoch shuts out the ones before.
 */
final class LeaderWatch implements Runnable {
  private static final Logger LOG = Logger.getLogger(LeaderWatch.class.getName());
  private static final int CONNECT_MILLIS = 2_000;
  private static final long PAUSE_MILLIS = 100;
  private static final int REFUSALS = 2;

  /** A firewall that refuses for others must not lead to one election after the other. */
  private static final long BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Supplier<Optional<LeaderAddress>> other;
  private final Consumer<LeaderAddress> dead;
  private Optional<LeaderAddress> accepted = Optional.empty();
  private int refusals;
  private Optional<Long> lastTold = Optional.empty();

  /**
   * @param other the leader, unless it is this master
   * @param dead is told of a leader that is dead
   */
  LeaderWatch(Supplier<Optional<LeaderAddress>> other, Consumer<LeaderAddress> dead) {
    this.other = other;
    this.dead = dead;
  }

  /** Until interrupted. */
  @Override
  public void run() {
    try {
      while (true) {
        var leader = other.get();
        if (leader.isPresent()) {
          look(leader.get());
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      LOG.fine("the watch over the leader was told to stop");
    }
  }

  private void look(LeaderAddress leader) {
    if (!accepted.equals(Optional.of(leader))) {
      accepted = Optional.empty();
      refusals = 0;
    }
    var address = URI.create(leader.api());
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), CONNECT_MILLIS);
      accepted = Optional.of(leader);
      refusals = 0;
      // Nothing is said here: the server ends silent connections now and then, or dies.
      socket.setSoTimeout(CONNECT_MILLIS);
      wait(socket, leader);
    } catch (ConnectException e) {
      refused(leader);
    } catch (IOException e) {
      LOG.log(Level.FINE, "the connection to the leader ended", e);
    }
  }

  /** Returns or throws once the connection is over or somebody else leads. */
  private void wait(Socket socket, LeaderAddress leader) throws IOException {
    while (other.get().equals(Optional.of(leader))) {
      try {
        if (socket.getInputStream().read() < 0) {
          return;
        }
      } catch (java.net.SocketTimeoutException e) {
        LOG.log(Level.FINEST, "the leader is there", e);
      }
    }
  }

  private void refused(LeaderAddress leader) {
    boolean rested = lastTold.isEmpty() || System.nanoTime() - lastTold.get() > BETWEEN_NANOS;
    if (accepted.isPresent() && ++refusals >= REFUSALS && rested) {
      lastTold = Optional.of(System.nanoTime());
      accepted = Optional.empty();
      LOG.log(Level.WARNING, "nobody listens at {0} any more: its leader is dead", leader.api());
      dead.accept(leader);
    }
  }
}
