package dev.ekiden.agent;

import dev.ekiden.agent.artifact.Artifacts;
import dev.ekiden.agent.check.Probe;
import dev.ekiden.agent.disk.DurableFile;
import dev.ekiden.agent.disk.PrivateDir;
import dev.ekiden.agent.fault.Fault;
import dev.ekiden.agent.link.Link;
import dev.ekiden.agent.link.Outbox;
import dev.ekiden.agent.link.Tls;
import dev.ekiden.agent.network.NetworkPolicy;
import dev.ekiden.agent.network.Networks;
import dev.ekiden.agent.preflight.Finding;
import dev.ekiden.agent.preflight.Finding.Weight;
import dev.ekiden.agent.preflight.Preflight;
import dev.ekiden.agent.preflight.Wish;
import dev.ekiden.agent.supervise.Host;
import dev.ekiden.agent.supervise.LocalPorts;
import dev.ekiden.agent.volume.VolumePolicy;
import dev.ekiden.agent.volume.Volumes;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * Starts the agent: {@code Main [--stop-all | --check] config.properties}; {@code --check} alone
 * looks at the machine without regard to a configuration. Exit codes: 0 done or nothing missing, 1
 * failed, 2 wrong arguments or configuration.
 */
public final class Main {
  private static final String STOPPED = "stopped with the agent's machine (ekiden down)";
  private static final long STOP_GRACE_MILLIS = 5000;
  private static final Path ROOT = Path.of("/");
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Main() {}

  /** Runs until killed, unless an option says otherwise. */
  public static void main(String[] args) {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
    System.exit(run(args, System.err));
  }

  static int run(String[] args, PrintStream err) {
    var option = args.length == 2 ? args[0] : "";
    if (args.length == 1 && args[0].equals("--check")) {
      return check(Optional.empty(), err);
    }
    if (args.length < 1 || args.length > 2 || (args.length == 1 && args[0].startsWith("-"))) {
      err.println("usage: agent [--stop-all | --check] config.properties, or agent --check");
      return MISUSED;
    }
    try {
      var config = Config.read(Path.of(args[args.length - 1]));
      return switch (option) {
        case "" -> serve(config, err);
        case "--stop-all" -> stopAll(config, err);
        case "--check" -> check(Optional.of(config), err);
        default -> {
          err.println("agent: no such option: " + option);
          yield MISUSED;
        }
      };
    } catch (Config.BadConfigException e) {
      err.println("agent: " + e.getMessage());
      return MISUSED;
    } catch (IOException | GeneralSecurityException | java.io.UncheckedIOException e) {
      err.println("agent: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException _) {
      return FAILED;
    }
  }

  private static int check(Optional<Config> config, PrintStream err) {
    try {
      var findings =
          new ArrayList<>(
              config.isPresent() ? Preflight.of(ROOT, wish(config.get())) : Preflight.of(ROOT));
      if (config.isPresent()) {
        findings.addAll(disk(config.get()));
        findings.addAll(config.get().offer().findings());
        config.get().offer().lines().forEach(err::println);
        err.println("attributes: " + config.get().attributes());
        findings.addAll(network(config.get()));
      }
      findings.forEach(err::println);
      var ready = findings.stream().noneMatch(Finding::stops);
      err.println(ready ? "an agent can run here" : "an agent cannot run here");
      return ready ? OK : FAILED;
    } catch (IOException e) {
      err.println("agent: " + e.getMessage());
      return FAILED;
    }
  }

  private static Wish wish(Config config) {
    var ports = new Wish.Range(config.ports().first(), config.ports().last());
    var userIds = new Wish.Range(config.userIds().first(), config.userIds().last());
    return new Wish(config.data(), ports, userIds);
  }

  /** Whether instances can be limited in disk, found out by doing it. */
  private static List<Finding> disk(Config config) throws IOException {
    var quota = config.volumes().quota();
    if (quota == VolumePolicy.Quota.OFF) {
      return List.of();
    }
    var there = Files.isDirectory(config.data());
    var where = there ? config.data() : Files.createTempDirectory("ekiden");
    try {
      return Volumes.trouble(where).stream()
          .map(
              trouble ->
                  new Finding(
                      quota == VolumePolicy.Quota.ON ? Weight.MISSING : Weight.NOTE,
                      "instances cannot be limited in disk, " + trouble,
                      "modprobe loop, apt-get install e2fsprogs mount, or disk.quota=off"))
          .toList();
    } finally {
      if (!there) {
        DurableFile.deleteTree(where);
      }
    }
  }

  /** Whether instances can have networks of their own. */
  private static List<Finding> network(Config config) throws IOException {
    return networks(config).trouble().stream()
        .filter(_ -> config.network().use() != NetworkPolicy.Use.OFF)
        .map(
            trouble ->
                new Finding(
                    config.network().use() == NetworkPolicy.Use.ON ? Weight.MISSING : Weight.NOTE,
                    "instances cannot have networks of their own, " + trouble,
                    "or network=off"))
        .toList();
  }

  private static Networks networks(Config config) throws IOException {
    var userIds = config.userIds();
    return new Networks(
        config.data(),
        config.network(),
        Host.bootId(),
        "%d-%d".formatted(userIds.first(), userIds.last()));
  }

  private static int serve(Config config, PrintStream err)
      throws IOException, GeneralSecurityException, InterruptedException {
    var missing = Preflight.missing(ROOT, wish(config));
    if (!missing.isEmpty()) {
      missing.forEach(line -> err.println("agent: " + line));
      return FAILED;
    }
    var log = System.getLogger(Main.class.getName());
    // Before anything that may take long, or hang with the machine.
    log.log(Level.INFO, "agent {0} starts, version {1}", config.name(), version());
    Fault.armed()
        .ifPresent(fault -> log.log(Level.WARNING, "dies at {0}, as asked", fault.label()));
    reservePorts(config, log);
    PrivateDir.at(config.data());
    try (var lock = Lock.take(config.data())) {
      DurableFile.delete(config.data().resolve("registered"));
      var host = host(config);
      var client = client(config);
      var outbox = outbox(config);
      var speaks = new ArrayList<>(Dialect.OURS);
      host.networks()
          .trouble()
          .ifPresentOrElse(
              trouble -> log.log(Level.WARNING, "no networks of instances'' own: {0}", trouble),
              () -> speaks.add(Dialect.OWN_NETWORKS));
      var link = new Link(client, config.masters(), machine(config), speaks, config.data(), outbox);
      var artifacts = new Artifacts(config.data().resolve("artifacts"), client, link::master);
      var probe = new Probe(config.checkHost());
      var supervisor = host.supervisor(outbox, artifacts, probe, link::tell);
      try (var _ = host.watchExits(supervisor)) {
        supervisor.recover();
        log.log(Level.INFO, "agent {0} is ready ({1})", config.name(), lock);
        config.offer().lines().forEach(line -> log.log(Level.INFO, line));
        link.run(supervisor);
      } catch (IOException | InterruptedException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
    return OK;
  }

  /** Without it a start now and then finds its port taken, and is tried again. */
  private static void reservePorts(Config config, System.Logger log) {
    var ports = config.ports();
    try {
      if (LocalPorts.reserve(LocalPorts.KERNEL, ports.first(), ports.last())) {
        return;
      }
      log.log(Level.WARNING, "{0} does not keep what is written to it", LocalPorts.KERNEL);
    } catch (IOException e) {
      log.log(
          Level.WARNING,
          "connections of this machine may take instances'' ports, as {0} cannot be changed: {1}",
          LocalPorts.KERNEL,
          e.getMessage());
    }
  }

  private static int stopAll(Config config, PrintStream err)
      throws IOException, InterruptedException {
    if (!Files.isDirectory(config.data())) {
      return OK;
    }
    try (var lock = Lock.take(config.data())) {
      var client = HttpClient.newHttpClient();
      var artifacts =
          new Artifacts(config.data().resolve("artifacts"), client, Optional::<URI>empty);
      var supervisor =
          host(config)
              .supervisor(outbox(config), artifacts, new Probe(config.checkHost()), _ -> {});
      supervisor.recover();
      supervisor.stopAll(STOPPED, STOP_GRACE_MILLIS);
      err.println("agent: all instances have ended (" + lock + ")");
      return OK;
    }
  }

  private static Host host(Config config) throws IOException {
    return new Host(
        config.name(),
        config.data(),
        config.userIds().first(),
        config.userIds().last(),
        config.volumes(),
        networks(config));
  }

  private static Outbox outbox(Config config) {
    return new Outbox(config.data().resolve("reports"), System.currentTimeMillis());
  }

  private static HttpClient client(Config config) throws IOException, GeneralSecurityException {
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    if (config.identity().isPresent()) {
      var identity = config.identity().get();
      builder.sslContext(
          Tls.context(identity.keystore(), identity.passwordFile(), identity.truststore()));
    }
    return builder.build();
  }

  private static Machine machine(Config config) throws IOException {
    return new Machine(
        config.name(),
        config.host(),
        Host.bootId(),
        version(),
        config.offer().cpuMillis(),
        config.offer().memMib(),
        config.offer().diskMib(),
        config.ports().first(),
        config.ports().last(),
        config.attributes());
  }

  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("0");
  }

  /** Held while an agent uses a data directory; the kernel lets it go when the process dies. */
  private record Lock(Path file, FileChannel channel) implements AutoCloseable {
    static Lock take(Path data) throws IOException {
      var file = data.resolve("lock");
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (Optional.ofNullable(channel.tryLock()).isPresent()) {
          return new Lock(file, channel);
        }
      } catch (OverlappingFileLockException _) {
        // this very process: same answer
      }
      channel.close();
      throw new IOException("another agent is alive on " + data);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }
}
