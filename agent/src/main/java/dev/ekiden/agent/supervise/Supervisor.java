package dev.ekiden.agent.supervise;

import dev.ekiden.agent.disk.DurableFile;
import dev.ekiden.agent.fault.Fault;
import dev.ekiden.agent.instance.Ending;
import dev.ekiden.agent.instance.Stage;
import dev.ekiden.agent.link.Orders;
import dev.ekiden.agent.listen.Listeners;
import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Held;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Network;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * All instances of this agent. {@link #recover} first: it finds those of an earlier run again, then
 * orders may come.
 */
public final class Supervisor implements Orders {
  private static final Logger LOG = System.getLogger(Supervisor.class.getName());
  private static final long TIDY_EVERY_MINUTES = 10;
  private static final int REMEMBERED_ENDED = 4096;

  private final Machinery machinery;
  private final Path instances;
  private final Consumer<Report> tell;
  private final ConcurrentSkipListMap<String, InstanceLoop> live = new ConcurrentSkipListMap<>();
  private final Map<String, Thread> threads = new ConcurrentSkipListMap<>();
  private final Desk desk;
  private final Leftovers leftovers;
  private final Past past = new Past(REMEMBERED_ENDED);

  Supervisor(Machinery machinery, Path instances, Consumer<Report> tell) {
    this.machinery = machinery;
    this.instances = instances;
    this.tell = tell;
    this.desk = new Desk(machinery, instances, id -> Optional.ofNullable(live.get(id)), tell);
    this.leftovers = new Leftovers(instances, live::containsKey, this::delete, machinery.userIds());
  }

  /** Takes up all that an earlier run has left, and ends containers that nobody knows. */
  public void recover() throws IOException {
    Files.createDirectories(instances);
    Thread.ofPlatform().daemon().name("meter").start(machinery.meter());
    removeHalfWritten();
    keepUserIds();
    var found = new TreeMap<String, InstanceLoop>();
    for (var name : DurableFile.names(instances)) {
      var dir = new InstanceDir(instances.resolve(name));
      var order = dir.order().orElseThrow();
      var state = dir.state();
      var over =
          state.isPresent() && state.get().stage() == Stage.ENDED && !Files.exists(dir.bundle());
      findSandboxAgain(dir, over);
      if (over) {
        continue;
      }
      var accepted = state.orElseGet(() -> RunState.accepted(machinery.userIds().take(name)));
      if (state.isEmpty()) {
        dir.state(accepted);
      }
      found.put(name, loop(dir, order, accepted));
    }
    removeStrangers(found.keySet().stream().toList());
    machinery.networks().removeStrangers(found.keySet());
    found.forEach(this::launch);
    Glances.begin(live::values);
    Thread.ofVirtual().name("tidy").start(this::tidyForEver);
    PortLooks.begin(new Listeners(Listeners.KERNEL), live::values);
    if (!found.isEmpty()) {
      LOG.log(Level.INFO, "found {0} instances again", Integer.toString(found.size()));
    }
  }

  /** Also what is left of a directory whose deletion was cut short. */
  private void removeHalfWritten() {
    for (var name : DurableFile.names(instances)) {
      var dir = new InstanceDir(instances.resolve(name));
      if (dir.order().isEmpty()) {
        LOG.log(Level.WARNING, "removed the half-written checkpoint {0}", name);
        delete(dir);
      }
    }
  }

  /** Without it an instance still ends as it should, or is of the past anyway. */
  private void findSandboxAgain(InstanceDir dir, boolean over) {
    try {
      machinery.volumes().findAgain(dir.sandbox(), over);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0}: {1}", dir.instance(), e.getMessage());
    }
  }

  private void delete(InstanceDir dir) {
    desk.forget(dir.instance());
    machinery.volumes().remove(dir.sandbox());
    DurableFile.deleteForeignTree(dir.path());
  }

  /** All that are in use, before one is given to an instance that had no time to note its own. */
  private void keepUserIds() {
    for (var name : DurableFile.names(instances)) {
      new InstanceDir(instances.resolve(name))
          .state()
          .ifPresent(state -> machinery.userIds().keep(name, state.uid()));
    }
  }

  private void removeStrangers(List<String> known) throws IOException {
    for (var id : machinery.runc().list()) {
      if (!known.contains(id)) {
        LOG.log(Level.WARNING, "{0}: no checkpoint, removed", id);
        machinery.cgroups().kill(machinery.group(id));
        machinery.runc().delete(id);
      }
    }
    for (var id : machinery.cgroups().children(machinery.parentGroup())) {
      if (!known.contains(id)) {
        removeGroup(id);
      }
    }
  }

  /**
   * A group with members that our runc does not know: those whose root was deleted are orphans of a
   * data directory that is no more; others belong to an agent of the same name elsewhere.
   */
  private void removeGroup(String id) throws IOException {
    var group = machinery.group(id);
    for (var pid : machinery.cgroups().members(group)) {
      if (!ProcessId.lostItsRoot(pid)) {
        LOG.log(Level.WARNING, "{0}: is another agent''s of this name, left alone", id);
        return;
      }
    }
    if (!machinery.cgroups().members(group).isEmpty()) {
      LOG.log(Level.WARNING, "{0}: its data directory is gone, killed", id);
      machinery.cgroups().kill(group);
    }
    machinery.cgroups().remove(group);
  }

  @Override
  public synchronized void run(Order.Run order) {
    var id = order.instance();
    if (live.containsKey(id)) {
      return;
    }
    var problem = problem(order);
    if (!Desk.isId(id) || !problem.isEmpty()) {
      refuse(id, Desk.isId(id) ? problem : "not an instance id: " + id);
      return;
    }
    var dir = new InstanceDir(instances.resolve(id));
    var unacknowledged = machinery.outbox().ended(id);
    if (unacknowledged.isPresent() || past.has(id) || Files.exists(dir.path())) {
      unacknowledged.ifPresent(tell);
      return;
    }
    try {
      dir.create(order);
      Fault.AFTER_ORDER.here();
      var state = RunState.accepted(machinery.userIds().take(id));
      dir.state(state);
      launch(id, loop(dir, order, state));
    } catch (UncheckedIOException | IllegalStateException e) {
      leftovers.forget(id);
      refuse(id, Optional.ofNullable(e.getMessage()).orElse(e.toString()));
    }
  }

  private String problem(Order.Run order) {
    var problem = problem(order.limits());
    if (!problem.isEmpty() || order.network() instanceof Network.Host) {
      return problem;
    }
    return machinery
        .networks()
        .trouble()
        .map(trouble -> "this machine cannot give it a network of its own: " + trouble)
        .orElse("");
  }

  private static String problem(Limits limits) {
    if (limits.cpuMillis() < 1 || limits.memMib() < 1 || limits.diskMib() < 0) {
      return "it needs at least a thousandth of a core and 1 MiB of memory";
    }
    return "";
  }

  private void refuse(String id, String why) {
    LOG.log(Level.WARNING, "{0}: refused: {1}", id, why);
    end(id, EndCause.START_FAILED, why);
  }

  private void end(String id, EndCause cause, String detail) {
    var now = System.currentTimeMillis();
    machinery
        .outbox()
        .add(seq -> new Report.Ended(seq, id, cause, Ending.NO_CODE, detail, List.of(), now));
    past.add(id);
  }

  @Override
  public synchronized void kill(Order.Kill order) {
    var id = order.instance();
    var loop = Optional.ofNullable(live.get(id));
    if (loop.isPresent() && !loop.get().ended()) {
      loop.get().kill(order.reason().isEmpty() ? "killed" : order.reason(), order.graceMillis());
      return;
    }
    var unacknowledged = machinery.outbox().ended(id);
    if (unacknowledged.isPresent()) {
      tell.accept(unacknowledged.get());
      return;
    }
    var known =
        Desk.isId(id)
            ? new InstanceDir(instances.resolve(id)).ended()
            : Optional.<Report.Ended>empty();
    if (known.isEmpty()) {
      end(id, EndCause.UNKNOWN, "this agent has never heard of it");
      return;
    }
    var past = known.get();
    machinery
        .outbox()
        .add(
            seq ->
                new Report.Ended(
                    seq,
                    id,
                    past.cause(),
                    past.exitCode(),
                    past.detail(),
                    past.lastLines(),
                    past.atMillis()));
  }

  @Override
  public void resize(Order.Resize order) {
    // The kernel may look for memory that can be given back for a while.
    Thread.ofVirtual().start(() -> tell.accept(resized(order)));
  }

  private Report.Resized resized(Order.Resize order) {
    var loop = Optional.ofNullable(live.get(order.instance()));
    if (loop.isEmpty()) {
      return new Report.Resized(order.instance(), new Limits(0, 0, 0), "it does not run here");
    }
    var problem = problem(order.limits());
    var refusal = problem.isEmpty() ? loop.get().resize(order.limits()) : problem;
    return new Report.Resized(order.instance(), loop.get().limits(), refusal);
  }

  @Override
  public void readLog(Order.ReadLog order) {
    Thread.ofVirtual().start(() -> tell.accept(desk.read(order)));
  }

  @Override
  public void ask(Order.Ask order) {
    desk.ask(order);
  }

  @Override
  public void more(Order.More order) {
    desk.streams().more(order);
  }

  @Override
  public void leave(Order.Leave order) {
    desk.streams().leave(order.stream());
  }

  @Override
  public void leaderLost() {
    desk.streams().leaveAll();
  }

  @Override
  public List<Held> held() {
    return live.values().stream().filter(loop -> !loop.ended()).map(InstanceLoop::held).toList();
  }

  /** Something about an instance may have changed. */
  public void wake(String instance) {
    Optional.ofNullable(live.get(instance)).ifPresent(InstanceLoop::wake);
  }

  /** Ends all instances and returns once that is done and noted, and nothing is mounted. */
  public void stopAll(String reason, long graceMillis) throws InterruptedException {
    live.values().forEach(loop -> loop.kill(reason, graceMillis));
    for (var thread : new ArrayList<>(threads.values())) {
      thread.join();
    }
    for (var name : DurableFile.names(instances)) {
      machinery.volumes().hide(new InstanceDir(instances.resolve(name)).sandbox());
    }
    machinery.networks().close();
  }

  private InstanceLoop loop(InstanceDir dir, Order.Run order, RunState state) {
    var keeper =
        new Keeper() {
          @Override
          public void done(String instance) {
            over(instance);
          }

          @Override
          public boolean makeRoom() {
            return leftovers.keep(0) > 0;
          }
        };
    return new InstanceLoop(machinery, dir, order, state, keeper);
  }

  private void launch(String id, InstanceLoop loop) {
    live.put(id, loop);
    var thread = Thread.ofVirtual().name(id).unstarted(loop);
    threads.put(id, thread);
    thread.start();
  }

  private void over(String id) {
    synchronized (this) {
      live.remove(id);
      threads.remove(id);
      past.add(id);
    }
    leftovers.keep(Leftovers.MOST);
  }

  private void tidyForEver() {
    try {
      while (true) {
        try {
          leftovers.tidy(System.currentTimeMillis(), this::crowded);
        } catch (RuntimeException e) {
          LOG.log(Level.WARNING, "cannot tidy up after ended instances", e);
        }
        TimeUnit.MINUTES.sleep(TIDY_EVERY_MINUTES);
      }
    } catch (InterruptedException _) {
      // The agent ends.
    }
  }

  /** Less than a twentieth of the disk is free. */
  private boolean crowded() {
    try {
      var disk = Files.getFileStore(instances);
      return disk.getUsableSpace() < disk.getTotalSpace() / 20;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
