package dev.ekiden.agent.supervise;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ekiden.agent.artifact.Artifacts;
import dev.ekiden.agent.bundle.Bundle;
import dev.ekiden.agent.bundle.Net;
import dev.ekiden.agent.cgroup.CpuLimit;
import dev.ekiden.agent.cgroup.GroupLimits;
import dev.ekiden.agent.disk.DurableFile;
import dev.ekiden.agent.instance.Ending;
import dev.ekiden.agent.instance.Seen;
import dev.ekiden.agent.instance.Stage;
import dev.ekiden.agent.volume.DiskShare;
import dev.ekiden.agent.volume.Volumes;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Network;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The steps of one instance, each doable twice. What they find out is kept for the loop. */
final class Hands {
  private static final Logger LOG = System.getLogger(Hands.class.getName());
  private static final long CONMON_STARTS_MILLIS = 5000;
  private static final int REMOVE_TRIES = 40;

  private final Machinery machinery;
  private final InstanceDir dir;
  private final Order.Run order;
  private final int uid;
  private volatile Limits limits;
  private final String id;
  private Seen fresh = new Seen.Nothing();
  private long initPid;

  Hands(Machinery machinery, InstanceDir dir, Order.Run order, int uid) {
    this.machinery = machinery;
    this.dir = dir;
    this.order = order;
    this.uid = uid;
    this.id = dir.instance();
    this.limits = order.limits();
  }

  /** Fills the sandbox, if need be once others have made room for it. */
  void prepare(Turn turn, Keeper keeper) throws IOException, InterruptedException {
    try {
      prepare(turn);
    } catch (Volumes.NoRoomException e) {
      if (!keeper.makeRoom()) {
        throw e;
      }
      prepare(turn);
    }
  }

  /** From nothing, as an interrupted try may have left half of it. */
  private void prepare(Turn turn) throws IOException, InterruptedException {
    turn.take();
    machinery.volumes().make(dir.sandbox(), share());
    if (!order.fetch().isEmpty()) {
      turn.giveBack(); // what comes over the network takes as long as it likes
      progress(Report.Step.FETCHING);
      for (var fetch : order.fetch()) {
        machinery.artifacts().put(fetch, dir.sandbox(), order.limits().diskMib());
      }
      progress(Report.Step.UNPACKED);
      turn.take();
    }
    Artifacts.give(dir.sandbox(), uid);
    var bundle =
        new Bundle(
            id,
            order.command(),
            order.env(),
            order.limits(),
            uid,
            dir.sandbox(),
            machinery.group(id),
            machinery.cgroups().limitsSwap(),
            machinery.rlimits(),
            net());
    bundle.write(dir.bundle());
    progress(Report.Step.STARTING);
  }

  /** Made last, as it holds an address: nothing is downloaded while it does. */
  private Net net() throws IOException {
    return switch (order.network()) {
      case Network.Host _ -> new Net.Shared();
      case Network.Own own -> {
        var attachment = machinery.networks().attach(id, own);
        yield new Net.Own(
            attachment.namespace(), attachment.address(), machinery.networks().resolvConf());
      }
    };
  }

  /** Of its own network; empty in the machine's. */
  String address() {
    return machinery.networks().address(id).orElse("");
  }

  /** The container; nothing of the command has run yet. */
  void create() throws IOException {
    DurableFile.delete(exitFile());
    initPid = machinery.runc().create(dir, shortId(), share().logFileBytes());
    fresh = new Seen.Created();
  }

  /** As noted last: an agent that died in the middle of {@link #resize} is put right by this. */
  void limitAgain() {
    try {
      limit(limits);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0}: {1}", id, e.getMessage());
    }
  }

  Limits limits() {
    return limits;
  }

  /** First done, then noted: what the kernel refuses was never so. */
  synchronized void resize(Limits wanted) throws IOException {
    limit(wanted);
    dir.create(order.with(wanted));
    limits = wanted;
  }

  private void limit(Limits wanted) throws IOException {
    machinery
        .cgroups()
        .limit(
            machinery.group(id),
            GroupLimits.of(
                CpuLimit.of(wanted.cpuMillis(), wanted.mostCpuMillis()),
                wanted.memMib(),
                wanted.mostMemMib(),
                Bundle.MAX_PIDS));
  }

  /** Limits come first: those in the bundle are not all of them. */
  void start() throws IOException {
    limit(limits);
    machinery.runc().start(id);
    fresh = new Seen.Alive(false);
  }

  /**
   * What a start has come to. After a restart of the agent only runc knows: conmon, which goes on
   * without us, may still be about to create the container, so it is waited for.
   */
  Seen lookWhileStarting(RunState state) {
    var code = exitCode();
    if (code.isPresent()) {
      return fresh instanceof Seen.Alive ? fresh : new Seen.Exited(code.get());
    }
    if (!(fresh instanceof Seen.Nothing)) {
      return fresh;
    }
    if (!state.bootId().equals(machinery.bootId())) {
      return new Seen.Rebooted();
    }
    var patience = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CONMON_STARTS_MILLIS);
    do {
      var found = ask();
      if (!(found instanceof Seen.Nothing)) {
        fresh = found;
        return found;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    } while (conmonIsThere() && System.nanoTime() < patience);
    return exitCode().<Seen>map(Seen.Exited::new).orElseGet(Seen.Nothing::new);
  }

  private Seen ask() {
    try {
      var state = machinery.runc().state(id);
      if (state.isEmpty()) {
        return new Seen.Nothing();
      }
      initPid = state.get().getValue();
      return switch (state.get().getKey()) {
        case "created" -> new Seen.Created();
        case "running", "paused" -> new Seen.Alive(false);
        default -> new Seen.Nothing();
      };
    } catch (IOException e) {
      LOG.log(Level.WARNING, "{0}: cannot ask runc: {1}", id, e.getMessage());
      return new Seen.Nothing();
    }
  }

  private boolean conmonIsThere() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .anyMatch(line -> line.contains("conmon") && line.contains("-c " + id + " "));
  }

  ProcessId init() {
    return ProcessId.of(initPid);
  }

  ProcessId conmon() throws IOException {
    var file = dir.conmonPidFile();
    return Files.exists(file)
        ? ProcessId.of(Long.parseLong(Files.readString(file).strip()))
        : ProcessId.NONE;
  }

  /** The exit code that conmon has written, if it has. */
  Optional<Integer> exitCode() {
    // Mostly it is not there, and an exception costs more than a look.
    if (!Files.exists(exitFile())) {
      return Optional.empty();
    }
    return DurableFile.read(exitFile())
        .map(bytes -> new String(bytes, UTF_8).strip())
        .filter(text -> !text.isEmpty())
        .map(Integer::valueOf);
  }

  long oomKills() throws IOException {
    return machinery.cgroups().oomKills(machinery.group(id));
  }

  /**
   * How it ended, by what can be found out now.
   *
   * @param reason why it was to end, empty if it was not
   * @param failure why it could not start, empty if it could
   */
  Ending ending(Stage stage, Seen seen, String reason, String failure) throws IOException {
    var diskFull = machinery.volumes().full(dir.sandbox()).orElse("");
    return Ending.of(
        new Ending.Evidence(
            stage, seen, reason, failure, oomKills(), limits.mostMemMib(), diskFull));
  }

  private DiskShare share() {
    return machinery.diskShare(order.limits().diskMib());
  }

  /** To process 1, which passes it on to all the others: each gets it once. */
  void terminate() throws IOException {
    machinery.runc().signal(id, "TERM");
  }

  /**
   * SIGKILL to everything.
   *
   * @param unstarted nothing was executed yet: then there is nothing to learn either
   */
  void kill(boolean unstarted) throws IOException {
    if (unstarted) {
      fresh = new Seen.Nothing();
      machinery.runc().delete(id);
      DurableFile.delete(exitFile());
      return;
    }
    try {
      machinery.runc().killAll(id);
    } catch (Runc.FailedException e) {
      // It may have ended this moment; if not, the cgroup finds all that is left.
      LOG.log(Level.DEBUG, "{0}: {1}", id, e.getMessage());
    }
    machinery.cgroups().kill(machinery.group(id));
  }

  /** Sandbox, log and checkpoint stay for those who want to know why it ended. */
  void cleanUp() throws IOException {
    machinery.cgroups().kill(machinery.group(id));
    machinery.runc().delete(id);
    for (int tries = 0; tries < REMOVE_TRIES; tries++) {
      if (machinery.cgroups().remove(machinery.group(id))) {
        break;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
    }
    machinery.networks().detach(id);
    if (share().reserved()) {
      machinery.volumes().shrink(dir.sandbox());
    }
    DurableFile.deleteTree(dir.bundle());
    DurableFile.delete(machinery.runc().sockets().resolve(shortId())); // conmon's, to the bundle
    DurableFile.delete(exitFile());
  }

  private void progress(Report.Step step) {
    var now = System.currentTimeMillis();
    machinery.outbox().add(seq -> new Report.Progress(seq, id, step, now));
  }

  private Path exitFile() {
    return machinery.runc().exits().resolve(id);
  }

  /** Names conmon's socket directory: short, and unique enough on one machine. */
  private String shortId() {
    return HexFormat.of().toHexDigits(dir.path().toString().hashCode())
        + HexFormat.of().toHexDigits(id.hashCode());
  }
}
