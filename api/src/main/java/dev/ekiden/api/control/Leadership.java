package dev.ekiden.api.control;

import dev.ekiden.api.registrar.Journal;
import dev.ekiden.api.registrar.Ledger;
import dev.ekiden.api.registrar.Migrations;
import dev.ekiden.core.state.ClusterState;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.retry.ExponentialBackoffRetry;
import org.jspecify.annotations.Nullable;

/**
 * Stands by, is elected, takes a new epoch, catches up, leads; loses the election and stands by
 * again. Never ends the process. Start-up waits for the database and for ZooKeeper as long as it
 * takes.
 */
@ApplicationScoped
public class Leadership {
  private static final Logger LOG = Logger.getLogger(Leadership.class.getName());
  private static final String LATCH = "/ekiden/leader";
  private static final int SESSION_MILLIS = 6_000;
  private static final int CONNECT_MILLIS = 5_000;
  private static final int RETRY_MILLIS = 500;
  private static final int RETRIES = 5;
  private static final long WAIT_MILLIS = 1_000;

  @Resource private ManagedThreadFactory threads;
  @Resource private ManagedExecutorService executor;

  @Inject private Settings settings;
  @Inject private Migrations migrations;
  @Inject private Journal journal;
  @Inject private Ledger ledger;
  @Inject private View view;
  @Inject private ControlLoop loop;
  @Inject private jakarta.enterprise.event.Event<Leading> leading;

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean projecting = new AtomicBoolean();
  private @Nullable Thread thread;
  private volatile @Nullable LeaderLatch latch;
  private volatile long epoch;

  /** Whether this master may go on leading; asked before each decision. */
  interface Mandate {
    boolean holds();
  }

  void start(@Observes Startup event) {
    var created = threads.newThread(this::run);
    created.setName("control-loop");
    thread = created;
    created.start();
  }

  @PreDestroy
  void stop() {
    stopped.set(true);
    var running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  /** Epoch of the current or last leadership of this master; 0 if it never led. */
  public long epoch() {
    return epoch;
  }

  private void run() {
    try (var zookeeper = connect()) {
      prepareSchema();
      while (!stopped.get()) {
        try (var election = new LeaderLatch(zookeeper, LATCH, settings.advertise())) {
          latch = election;
          election.start();
          leadWhenElected(election);
        }
      }
    } catch (InterruptedException e) {
      LOG.fine("the control loop was told to stop");
    } catch (Exception e) {
      LOG.log(Level.SEVERE, "the control loop ended; restart this master", e);
    }
  }

  private CuratorFramework connect() {
    var zookeeper =
        CuratorFrameworkFactory.newClient(
            settings.zookeeper(),
            SESSION_MILLIS,
            CONNECT_MILLIS,
            new ExponentialBackoffRetry(RETRY_MILLIS, RETRIES));
    zookeeper.start();
    return zookeeper;
  }

  private void prepareSchema() throws InterruptedException {
    while (true) {
      try {
        migrations.run();
        return;
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "the schema cannot be prepared, trying again: {0}", e.toString());
        TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
      }
    }
  }

  private void leadWhenElected(LeaderLatch election) throws Exception {
    while (!stopped.get()) {
      if (!election.await(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        continue;
      }
      try {
        leadOnce(election);
      } catch (SQLException e) {
        LOG.log(Level.WARNING, "cannot take over, trying again: {0}", e.toString());
        TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
      }
      // A fresh latch: whoever else waits gets its turn.
      return;
    }
  }

  private void leadOnce(LeaderLatch election) throws SQLException, InterruptedException {
    long taken = journal.takeEpoch(settings.name());
    epoch = taken;
    var state = new ClusterState();
    long known = view.seq();
    long seq =
        journal.readAfter(
            0,
            batch -> {
              batch.facts().forEach(state::apply);
              if (batch.seq() > known) {
                view.apply(batch);
              }
            });
    LOG.log(
        Level.INFO,
        "leading in epoch {0} from journal position {1}",
        new Object[] {Long.toString(taken), Long.toString(seq)});
    loop.lead(
        taken,
        state,
        seq,
        () -> leading.fire(new Leading(taken)),
        () -> !stopped.get() && election.hasLeadership());
  }

  /** The ledger follows off this thread; one run at a time, each reads all there is. */
  void project(@Observes Committed event) {
    if (projecting.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            projecting.set(false);
            try {
              ledger.catchUp();
            } catch (SQLException | RuntimeException e) {
              LOG.log(Level.WARNING, "the ledger is behind: {0}", e.toString());
            }
          });
    }
  }

  /** Address of whoever leads; empty while nobody does. */
  public String leader() {
    var election = latch;
    if (election == null) {
      return "";
    }
    try {
      var leader = election.getLeader();
      return leader.isLeader() ? leader.getId() : "";
    } catch (Exception e) {
      // ZooKeeper is away: unknown.
      return loop.leading() ? settings.advertise() : "";
    }
  }
}
