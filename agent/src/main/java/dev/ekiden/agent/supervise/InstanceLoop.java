package dev.ekiden.agent.supervise;

import dev.ekiden.agent.fault.Fault;
import dev.ekiden.agent.instance.Seen;
import dev.ekiden.agent.instance.Stage;
import dev.ekiden.agent.instance.Steps;
import dev.ekiden.agent.instance.Wanted;
import dev.ekiden.core.wire.Held;
import dev.ekiden.core.wire.Held.Doing;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Network;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Drives one instance from its order to its end on a virtual thread: look, ask {@link Steps} for
 * the next step, do it. The steps themselves are in {@link Hands}.
 */
final class InstanceLoop implements Runnable {
  private static final Logger LOG = System.getLogger(InstanceLoop.class.getName());
  private static final long AFTER_FAILURE_MILLIS = 1000;

  /**
   * A glance comes each second and wakes it; this is for whatever keeps the glances from coming.
   */
  private static final long LOOK_MILLIS = 60_000;

  private static final long AGAIN_MILLIS = 50;
  private static final long EXIT_FILE_MILLIS = 5000;
  private static final int LAST_LINES = 20;
  private static final int MAX_UNCLEAN_TRIES = 20;
  private static final int LINE_CHARS = 1000;

  private final Machinery machinery;
  private final InstanceDir dir;
  private final Order.Run order;
  private final Hands hands;
  private final InstanceLog log;
  private final PortTally ports;
  private final Keeper keeper;
  private final Semaphore wake = new Semaphore(0);

  private volatile RunState state;
  private volatile Optional<InstanceDir.Kill> kill;
  private volatile Optional<Asking> asking = Optional.empty();
  private volatile Optional<Thread> preparing = Optional.empty();
  private final Turn turn;
  private final Turn lastTurn;
  private String failure = "";
  private boolean signalled;
  private boolean outOfMemory;
  private int uncleanTries;

  InstanceLoop(
      Machinery machinery, InstanceDir dir, Order.Run order, RunState state, Keeper keeper) {
    this.machinery = machinery;
    this.dir = dir;
    this.order = order;
    this.state = state;
    this.keeper = keeper;
    this.kill = dir.kill();
    this.hands = new Hands(machinery, dir, order, state.uid());
    this.ports = new PortTally(dir, state.uid(), order.ports(), machinery.outbox());
    this.log = new InstanceLog(dir.log());
    this.turn = machinery.starts().turn();
    this.lastTurn = machinery.ends().turn();
  }

  InstanceLog log() {
    return log;
  }

  Held held() {
    var now = state;
    var doing =
        kill.isPresent()
            ? Doing.KILLING
            : now.stage() == Stage.RUNNING ? Doing.RUNNING : Doing.STARTING;
    var pulse = asking.map(Asking::pulse).orElseGet(dir::pulse);
    return new Held(dir.instance(), doing, now.init().pid(), pulse);
  }

  boolean ended() {
    return state.stage() == Stage.ENDED;
  }

  /** Something may have changed: look now. */
  void wake() {
    wake.release();
  }

  /** Keeps its log, and whether there is something to do; see {@link Glances}. */
  void glance(boolean withProcess) {
    if (state.stage() != Stage.RUNNING || kill.isPresent()) {
      return;
    }
    try {
      log.keepUp();
      if (hands.oomKills() > 0 || withProcess && !state.init().alive()) {
        wake();
      }
    } catch (IOException | RuntimeException _) {
      wake(); // its own look says what is wrong
    }
  }

  /** Where it listens, while that is of interest; see {@link PortLooks}. */
  Optional<PortTally> ports() {
    return state.stage() == Stage.RUNNING && order.network() instanceof Network.Host
        ? Optional.of(ports)
        : Optional.empty();
  }

  /** Ends it; of two kills the earlier deadline counts. */
  void kill(String reason, long graceMillis) {
    synchronized (this) {
      var first = kill.map(InstanceDir.Kill::reason).orElse(reason);
      var wanted = InstanceDir.Kill.after(first, graceMillis);
      if (kill.isPresent() && kill.get().soonerThan(wanted)) {
        return;
      }
      dir.kill(wanted);
      kill = Optional.of(wanted);
      Fault.AFTER_KILL_NOTED.here();
      preparing.ifPresent(Thread::interrupt);
    }
    wake();
  }

  /** Other limits for it as it runs; returns why not, empty if they are in force. */
  String resize(Limits wanted) {
    if (state.stage() != Stage.RUNNING || kill.isPresent()) {
      return "it is starting or ending";
    }
    if (wanted.diskMib() != hands.limits().diskMib()) {
      return "the disk of an instance cannot be changed while it runs";
    }
    try {
      hands.resize(wanted);
      LOG.log(Level.INFO, "{0}: has other limits now: {1}", dir.instance(), wanted);
      return "";
    } catch (IOException | RuntimeException e) {
      return Optional.ofNullable(e.getMessage()).orElse(e.toString());
    }
  }

  Limits limits() {
    return hands.limits();
  }

  @Override
  public void run() {
    try {
      if (state.stage() == Stage.RUNNING && kill.isEmpty()) {
        hands.limitAgain();
        check();
      }
      while (true) {
        var seen = look();
        var step = Steps.next(state.stage(), wanted(), seen);
        try {
          switch (step) {
            case PREPARE -> prepare();
            case START -> hands.start();
            case ADOPT -> adopt();
            case WAIT -> pause();
            case TERMINATE -> terminate();
            case KILL -> annihilate();
            case CONCLUDE -> conclude(seen);
            case CLEAN_UP -> {
              lastTurn.take();
              hands.cleanUp();
              return;
            }
          }
        } catch (IOException | RuntimeException e) {
          failed(step.name(), e);
          if (state.stage() == Stage.ENDED && ++uncleanTries >= MAX_UNCLEAN_TRIES) {
            return; // the next start of the agent tries again
          }
        }
      }
    } catch (InterruptedException _) {
      LOG.log(Level.INFO, "{0}: left alone", dir.instance());
    } finally {
      turn.giveBack();
      lastTurn.giveBack();
      stopChecking();
      keeper.done(dir.instance());
    }
  }

  /** Before it runs a failure ends it; later it is tried again, as the process is still there. */
  private void failed(String step, Exception e) throws InterruptedException {
    turn.giveBack();
    LOG.log(Level.WARNING, "{0}: {1} failed: {2}", dir.instance(), step, e.toString());
    if (state.stage() == Stage.ACCEPTED || state.stage() == Stage.STARTING) {
      if (failure.isEmpty()) {
        failure = Optional.ofNullable(e.getMessage()).orElse(e.toString());
        return;
      }
    }
    wake.tryAcquire(AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private Wanted wanted() {
    if (!failure.isEmpty() || outOfMemory) {
      return Wanted.END_NOW;
    }
    return kill.map(wanted -> wanted.left() > 0 ? Wanted.END : Wanted.END_NOW).orElse(Wanted.RUN);
  }

  private Seen look() throws InterruptedException {
    return switch (state.stage()) {
      case ACCEPTED, ENDED -> new Seen.Nothing();
      case STARTING -> hands.lookWhileStarting(state);
      case RUNNING -> lookWhileRunning();
    };
  }

  private Seen lookWhileRunning() throws InterruptedException {
    var code = hands.exitCode();
    if (code.isPresent()) {
      return new Seen.Exited(code.get());
    }
    if (!state.bootId().equals(machinery.bootId())) {
      return new Seen.Rebooted();
    }
    if (state.init().alive()) {
      lookForOom();
      return new Seen.Alive(signalled);
    }
    // Gone this moment: conmon is about to write its code, or has died before it.
    var patience = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EXIT_FILE_MILLIS);
    while (state.conmon().alive() && System.nanoTime() < patience) {
      if (hands.exitCode().isPresent()) {
        break;
      }
      wake.tryAcquire(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
    return hands.exitCode().<Seen>map(Seen.Exited::new).orElseGet(Seen.Nothing::new);
  }

  /**
   * The kernel kills all of an instance at once where it can (memory.oom.group); in version 1 it
   * kills one process and leaves the rest behind, which nobody has reckoned with.
   */
  private void lookForOom() {
    try {
      outOfMemory = hands.oomKills() > 0;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0}: cannot count OOM kills: {1}", dir.instance(), e.getMessage());
    }
  }

  private void prepare() throws IOException, InterruptedException {
    synchronized (this) {
      preparing = Optional.of(Thread.currentThread());
    }
    try {
      if (kill.isEmpty()) {
        hands.prepare(turn, keeper);
      }
    } catch (InterruptedException | IOException e) {
      if (kill.isEmpty()) {
        throw e;
      }
      LOG.log(Level.INFO, "{0}: killed before it ran", dir.instance());
    } finally {
      synchronized (this) {
        preparing = Optional.empty();
        Thread.interrupted(); // a kill's, which has done its work
      }
    }
    if (kill.isEmpty()) {
      state = state.starting(machinery.bootId());
      dir.state(state);
      Fault.BEFORE_FORK.here();
      hands.create();
      Fault.AFTER_FORK.here();
    }
  }

  /**
   * The report is on disk before the checkpoint: if we die in between, it is found alive and
   * adopted again, and a second report of the same pid changes nothing; the other way round nobody
   * would ever hear of it.
   */
  private void adopt() throws IOException {
    Fault.AFTER_FORK_BEFORE_CHECKPOINT.here();
    var now = System.currentTimeMillis();
    var running = state.running(hands.conmon(), hands.init(), now);
    machinery
        .outbox()
        .add(
            seq ->
                new Report.Running(
                    seq, dir.instance(), running.init().pid(), now, hands.address()));
    Fault.BEFORE_CHECKPOINT.here();
    state = running;
    dir.state(running);
    Fault.AFTER_CHECKPOINT.here();
    turn.giveBack();
    LOG.log(Level.INFO, "{0}: runs as {1}", dir.instance(), Long.toString(state.init().pid()));
    if (kill.isEmpty()) {
      check();
    }
  }

  private void check() {
    machinery.meter().watch(dir.instance(), machinery.group(dir.instance()));
    var probe = machinery.probe().at(hands.address());
    asking = Optional.of(new Asking(machinery, probe, dir, order.checks(), state.init()));
  }

  private void stopChecking() {
    asking.ifPresent(Asking::close);
  }

  private void pause() throws InterruptedException {
    turn.giveBack();
    log.keepUp();
    var untilDeadline = kill.map(InstanceDir.Kill::left).orElse(LOOK_MILLIS);
    wake.tryAcquire(
        Math.clamp(untilDeadline, 1, kill.isPresent() ? AGAIN_MILLIS : LOOK_MILLIS),
        TimeUnit.MILLISECONDS);
    wake.drainPermits();
  }

  private void terminate() throws IOException {
    stopChecking();
    signalled = true;
    hands.terminate();
  }

  private void annihilate() throws IOException, InterruptedException {
    stopChecking();
    lastTurn.take();
    try {
      hands.kill(state.stage() == Stage.STARTING);
    } finally {
      lastTurn.giveBack();
    }
    wake.tryAcquire(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void conclude(Seen seen) throws IOException {
    stopChecking();
    machinery.meter().ended(dir.instance());
    Fault.AFTER_EXIT_SEEN.here();
    var known = machinery.outbox().ended(dir.instance());
    if (known.isEmpty()) {
      var reason = kill.map(InstanceDir.Kill::reason).orElse("");
      var ending = hands.ending(state.stage(), seen, reason, failure);
      var lines = log.lastLines(LAST_LINES, LINE_CHARS);
      var now = System.currentTimeMillis();
      var report =
          machinery
              .outbox()
              .add(
                  seq ->
                      new Report.Ended(
                          seq,
                          dir.instance(),
                          ending.cause(),
                          ending.exitCode(),
                          ending.detail(),
                          lines,
                          now));
      Fault.AFTER_END_NOTED.here();
      dir.ended((Report.Ended) report);
      LOG.log(Level.INFO, "{0}: ended, {1}: {2}", dir.instance(), ending.cause(), ending.detail());
    } else {
      dir.ended(known.get());
    }
    state = state.ended();
    dir.state(state);
    Fault.BEFORE_CLEAN_UP.here();
  }
}
