package dev.ekiden.api.history;

import dev.ekiden.api.control.Committed;
import dev.ekiden.api.control.ControlLoop;
import dev.ekiden.api.control.Leadership;
import dev.ekiden.api.control.Leading;
import dev.ekiden.api.control.Role;
import dev.ekiden.api.registrar.Compactor;
import dev.ekiden.api.registrar.StaleSessions;
import dev.ekiden.api.registrar.projections.Projections;
import dev.ekiden.api.registrar.projections.Projector;
import dev.ekiden.api.registrar.projections.Pruning;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the leader does beside leading, each on a timer of its own: projecting, compacting, pruning.
 * Whoever has stopped leading meanwhile does no harm: all of it is made from durable facts, under
 * locks in the database.
 */
@ApplicationScoped
public class Upkeep {
  private static final Logger LOG = Logger.getLogger(Upkeep.class.getName());
  private static final long PROJECT_MILLIS = 250;
  private static final long REFRESH_MILLIS = 5_000;
  private static final long COMPACT_MILLIS = 30_000;
  private static final long PRUNE_MILLIS = 60_000;
  private static final long RESCUE_MILLIS = 15_000;

  @Resource private ManagedScheduledExecutorService timers;

  @Inject private ControlLoop loop;
  @Inject private Leadership leadership;
  @Inject private Projector projector;
  @Inject private Compactor compactor;
  @Inject private Pruning pruning;
  @Inject private Projections projections;
  @Inject private StaleSessions sessions;

  private final List<Future<?>> running = new ArrayList<>();
  private final AtomicBoolean news = new AtomicBoolean();

  private interface Work {
    void run() throws SQLException;
  }

  void start(@Observes Startup event) {
    every(PROJECT_MILLIS, "the projections are behind", this::project);
    every(COMPACT_MILLIS, "the journal is not compacted", () -> ifLeading(compactor::run));
    every(PRUNE_MILLIS, "old history is not deleted", () -> ifLeading(pruning::run));
    every(
        RESCUE_MILLIS,
        "locks of masters that hang are not taken from them",
        () -> ifLeading(sessions::endUpkeep));
    every(REFRESH_MILLIS, "how far projections are behind is not known", this::refresh);
  }

  @PreDestroy
  void stop() {
    running.forEach(future -> future.cancel(true));
  }

  /** There may be something that the leader before has not projected. */
  void leading(@Observes Leading event) {
    news.set(true);
  }

  void committed(@Observes Committed event) {
    news.set(true);
  }

  private void project() throws SQLException {
    if (news.getAndSet(false)) {
      try {
        projector.catchUp();
      } catch (SQLException | RuntimeException e) {
        news.set(true);
        throw e;
      }
    }
  }

  /** On standbys too; not before there is a schema. */
  private void refresh() throws SQLException {
    if (leadership.role() != Role.STARTING) {
      projections.refresh();
    }
  }

  private void ifLeading(Work work) throws SQLException {
    if (loop.leading()) {
      work.run();
    }
  }

  private void every(long millis, String failure, Work work) {
    // An operator hears of a failure once, until it is over.
    var told = new AtomicBoolean();
    running.add(
        timers.scheduleWithFixedDelay(
            () -> {
              try {
                work.run();
                told.set(false);
              } catch (SQLException | RuntimeException e) {
                if (!told.getAndSet(true)) {
                  LOG.log(Level.WARNING, failure + ", trying again", e);
                }
              }
            },
            millis,
            millis,
            TimeUnit.MILLISECONDS));
  }
}
