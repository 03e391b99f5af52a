package dev.ekiden.api.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.state.SessionConnectionStateErrorPolicy;
import org.apache.curator.retry.RetryForever;

/**
 * This master's place in ZooKeeper's election. Being elected counts only under a <em>lease</em>: as
 * long as ZooKeeper has answered within one session time-out, counted from before it was asked, so
 * that no other master can have been elected meanwhile. A process that was paused for longer finds
 * its lease over before it does anything else.
 */
final class Election implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Election.class.getName());
  private static final String LATCH = "/ekiden/leader";
  private static final int CONNECT_MILLIS = 5_000;
  private static final int RETRY_MILLIS = 200;

  private final CuratorFramework zookeeper;
  private final LeaderAddress self;
  private final long sessionNanos;
  private LeaderLatch latch;
  private Optional<Long> standAt = Optional.empty();
  private volatile boolean won;
  private volatile long leaseEnds = System.nanoTime();
  private volatile Optional<LeaderAddress> leader = Optional.empty();
  private volatile long answeredAt = System.nanoTime();

  private Election(CuratorFramework zookeeper, LeaderAddress self, Duration session) {
    this.zookeeper = zookeeper;
    this.self = self;
    this.sessionNanos = session.toNanos();
    this.latch = new LeaderLatch(zookeeper, LATCH, self.line());
  }

  /** Connects in the background, for as long as it takes; {@link #stand} comes later. */
  static Election join(String servers, LeaderAddress self, Duration session) {
    var zookeeper =
        CuratorFrameworkFactory.builder()
            .connectString(servers)
            .sessionTimeoutMs(Math.toIntExact(session.toMillis()))
            .connectionTimeoutMs(CONNECT_MILLIS)
            .retryPolicy(new RetryForever(RETRY_MILLIS))
            // A connection that breaks and comes back within the session changes nothing.
            .connectionStateErrorPolicy(new SessionConnectionStateErrorPolicy())
            .build();
    zookeeper.start();
    return new Election(zookeeper, self, session);
  }

  /** Stands for election, after {@code delay}. */
  synchronized void stand(Duration delay) {
    standAt = Optional.of(System.nanoTime() + delay.toNanos());
  }

  /** Whether this master is elected and nobody else can be. */
  boolean holds() {
    return won && System.nanoTime() - leaseEnds < 0;
  }

  /** Who is elected, as of the last {@link #refresh}; nobody once ZooKeeper is silent for long. */
  Optional<LeaderAddress> leader() {
    // Without ZooKeeper the leader ends leading, too.
    return silentFor().toNanos() > 2 * sessionNanos ? Optional.empty() : leader;
  }

  /** How long ZooKeeper has not answered. */
  Duration silentFor() {
    return Duration.ofNanos(System.nanoTime() - answeredAt);
  }

  /** Asks ZooKeeper, and prolongs the lease; blocks while ZooKeeper is away. */
  void refresh() {
    long asked = System.nanoTime();
    try {
      var current = currentLatch();
      standIfDue();
      var elected = current.getLeader();
      boolean mine = current.hasLeadership() && self.line().equals(elected.getId());
      leader = elected.isLeader() ? LeaderAddress.of(elected.getId()) : Optional.empty();
      answeredAt = System.nanoTime();
      leaseEnds = asked + Math.min(sessionNanos, granted());
      won = mine;
    } catch (Exception e) {
      LOG.log(Level.FINE, "ZooKeeper does not answer", e);
    }
  }

  /** The session time-out that ZooKeeper has agreed to; its configuration may bound ours. */
  private long granted() throws Exception {
    return TimeUnit.MILLISECONDS.toNanos(
        zookeeper.getZookeeperClient().getZooKeeper().getSessionTimeout());
  }

  private synchronized void standIfDue() throws Exception {
    if (standAt.isPresent() && System.nanoTime() - standAt.get() >= 0) {
      standAt = Optional.empty();
      latch.start();
    }
  }

  private synchronized LeaderLatch currentLatch() {
    return latch;
  }

  /** Takes a dead leader out of the election, whose session would keep it there for a while. */
  void bury(LeaderAddress dead) {
    try {
      for (var name : zookeeper.getChildren().forPath(LATCH)) {
        var path = LATCH + "/" + name;
        var owner = new String(zookeeper.getData().forPath(path), StandardCharsets.UTF_8);
        if (owner.equals(dead.line())) {
          zookeeper.delete().forPath(path);
        }
      }
      refresh();
    } catch (Exception e) {
      // Another standby was quicker, or ZooKeeper is away; the session's end does the same.
      LOG.log(Level.FINE, "the dead leader is left to its session", e);
    }
  }

  /** Leaves the election, so that somebody else may win, and stands again after {@code delay}. */
  synchronized void requeue(Duration delay) {
    won = false;
    try {
      latch.close();
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.FINE, "the place in the election is lost already", e);
    }
    latch = new LeaderLatch(zookeeper, LATCH, self.line());
    stand(delay);
  }

  @Override
  public synchronized void close() {
    won = false;
    // Ends the session, and with it our place in the election.
    zookeeper.close();
  }
}
