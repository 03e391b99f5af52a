package dev.ekiden.api.control;

import dev.ekiden.api.registrar.GapException;
import dev.ekiden.api.registrar.Journal;
import dev.ekiden.api.registrar.Migrations;
import dev.ekiden.api.registrar.NewerFormatException;
import dev.ekiden.api.registrar.Recovery;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The life of a master: reads the registrar, stands by with a warm state, is elected, takes a new
 * epoch, catches up, leads; loses the election and stands by again. Never ends the process. Waits
 * for the database and for ZooKeeper as long as it takes.
 */
@ApplicationScoped
public class Leadership {
  private static final Logger LOG = Logger.getLogger(Leadership.class.getName());
  private static final long WAIT_MILLIS = 1_000;

  /** How often a standby looks into the journal and whether it is elected. */
  private static final long FOLLOW_MILLIS = 50;

  /** How often ZooKeeper is asked who leads; the lease must outlast several of these. */
  private static final long REFRESH_MILLIS = 250;

  /** After giving up leading by choice, others are to win. */
  private static final Duration MODESTY = Duration.ofSeconds(5);

  @Resource private ManagedThreadFactory threads;

  @Inject private Settings settings;
  @Inject private Migrations migrations;
  @Inject private Journal journal;
  @Inject private Recovery recovery;
  @Inject private View view;
  @Inject private ControlLoop loop;
  @Inject private jakarta.enterprise.event.Event<Leading> leading;
  @Inject private jakarta.enterprise.event.Event<SteppedDown> steppedDown;

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean abdicating = new AtomicBoolean();
  private final List<Thread> running = new CopyOnWriteArrayList<>();
  private volatile Optional<Election> election = Optional.empty();
  private volatile Role role = Role.STARTING;
  private volatile long epoch;

  /** Whether this master may go on leading; asked before each decision. */
  interface Mandate {
    boolean holds();
  }

  void start(@Observes Startup event) {
    begin("control-loop", this::run);
    begin("election-watch", this::watch);
  }

  private void begin(String name, Runnable work) {
    var thread = threads.newThread(work);
    thread.setName(name);
    running.add(thread);
    thread.start();
  }

  @PreDestroy
  void stop() {
    stopped.set(true);
    running.forEach(Thread::interrupt);
  }

  public Role role() {
    return role;
  }

  /** Whether its threads run; they end only when this master is stopped, or by a fault of ours. */
  public boolean alive() {
    return running.stream().allMatch(Thread::isAlive);
  }

  /** Epoch of the current or last leadership of this master; 0 if it never led. */
  public long epoch() {
    return epoch;
  }

  /** Whoever leads, as far as is known; asks nobody. */
  public Optional<LeaderAddress> leader() {
    return loop.leading() ? Optional.of(self()) : election.flatMap(Election::leader);
  }

  private Optional<LeaderAddress> otherLeader() {
    // After the end other beans may be gone.
    return stopped.get() ? Optional.empty() : leader().filter(leader -> !leader.equals(self()));
  }

  /** How long ZooKeeper has not answered this master. */
  public Duration zookeeperSilentFor() {
    return election.map(Election::silentFor).orElse(Duration.ZERO);
  }

  /** Gives up leading, if this master leads; another one is elected if there is one. */
  public void abdicate() {
    abdicating.set(true);
  }

  private LeaderAddress self() {
    return new LeaderAddress(settings.advertise(), settings.agentAdvertise());
  }

  private void run() {
    try (var joined = Election.join(settings.zookeeper(), self(), settings.session())) {
      election = Optional.of(joined);
      begin("leader-watch", new LeaderWatch(this::otherLeader, joined::bury));
      prepareSchema();
      var warm = new Warm(journal, recovery, view);
      load(warm);
      // Only who has read the registrar stands for election.
      joined.stand(Duration.ZERO);
      while (!stopped.get()) {
        role = Role.STANDBY;
        standBy(warm, joined);
        takeOver(warm, joined);
      }
    } catch (InterruptedException e) {
      LOG.fine("the control loop was told to stop");
    } catch (Exception e) {
      LOG.log(Level.SEVERE, "the control loop ended; restart this master", e);
    }
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

  private void load(Warm warm) throws InterruptedException {
    while (true) {
      try {
        warm.load();
        LOG.log(Level.INFO, "standing by at journal position {0}", Long.toString(view.seq()));
        return;
      } catch (SQLException | NewerFormatException | GapException e) {
        LOG.log(Level.WARNING, "the registrar cannot be read, trying again: {0}", e.toString());
        TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
      }
    }
  }

  /** Follows the journal until elected. */
  private void standBy(Warm warm, Election joined) throws InterruptedException {
    boolean told = false;
    while (!stopped.get() && !joined.holds()) {
      try {
        warm.follow();
        told = false;
      } catch (SQLException | NewerFormatException | GapException e) {
        if (!told) {
          LOG.log(Level.WARNING, "the journal cannot be followed, trying again: {0}", e.toString());
        }
        told = true;
      }
      TimeUnit.MILLISECONDS.sleep(FOLLOW_MILLIS);
    }
  }

  private void takeOver(Warm warm, Election joined) throws Exception {
    if (stopped.get()) {
      return;
    }
    abdicating.set(false);
    try {
      leadOnce(warm, joined);
    } catch (SQLException | NewerFormatException | GapException e) {
      LOG.log(Level.WARNING, "cannot take over, another master may: {0}", e.toString());
      TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
    } finally {
      role = Role.STANDBY;
      // Whoever else waits gets its turn.
      joined.requeue(abdicating.get() ? MODESTY : Duration.ZERO);
    }
    warm.prepare();
  }

  private void leadOnce(Warm warm, Election joined) throws SQLException, InterruptedException {
    role = Role.CATCHING_UP;
    long taken = journal.takeEpoch(settings.name());
    epoch = taken;
    // Nothing of an older epoch can be written any more: this is all.
    warm.follow();
    LOG.log(
        Level.INFO,
        "leading in epoch {0} from journal position {1}",
        new Object[] {Long.toString(taken), Long.toString(view.seq())});
    try {
      loop.lead(
          taken,
          warm.give(),
          view.seq(),
          view.lastAt(),
          threads,
          () -> led(taken),
          () -> !stopped.get() && !abdicating.get() && joined.holds());
    } finally {
      view.ageBy(warm::age);
      steppedDown.fire(new SteppedDown(taken));
      LOG.log(Level.INFO, "stepped down from epoch {0}", Long.toString(taken));
    }
  }

  private void led(long taken) {
    view.ageBy(() -> loop.figures().stalledFor());
    role = Role.LEADING;
    leading.fire(new Leading(taken));
  }

  /** Keeps the lease and the leader's address fresh; blocks while ZooKeeper is away. */
  private void watch() {
    try {
      while (!stopped.get()) {
        election.ifPresent(Election::refresh);
        TimeUnit.MILLISECONDS.sleep(REFRESH_MILLIS);
      }
    } catch (InterruptedException e) {
      LOG.fine("the watch over the election was told to stop");
    }
  }
}
