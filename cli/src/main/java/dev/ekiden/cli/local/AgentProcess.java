package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Command;
import dev.ekiden.cli.machine.Disk;
import dev.ekiden.cli.machine.Memory;
import dev.ekiden.cli.machine.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One agent, numbered from 1. Its instances outlive it on purpose; {@link #stopOutlivers} ends
 * them.
 */
record AgentProcess(Site site, Topology topology, int number) implements Service {
  private static final int RESERVED_MEBI = 3072;
  private static final int LEAST_MEBI = 512;
  private static final int FIRST_PORT = 30_000;
  private static final int FIRST_UID = 200_000;
  private static final int BLOCK = 1000;

  @Override
  public String name() {
    return "agent-" + number;
  }

  @Override
  public String address() {
    return "localhost:" + range(FIRST_PORT);
  }

  @Override
  public List<Integer> ports() {
    return List.of();
  }

  @Override
  public List<String> after() {
    return List.of("postgres");
  }

  @Override
  public int stopRank() {
    return 1;
  }

  @Override
  public Launch launch() {
    try {
      Files.deleteIfExists(registered());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PrivateFile.writeProperties(config(), settings());
    return new Launch(
        new AgentProgram(site).agent(List.of(config().toString())),
        AgentProgram.environment(site),
        folder());
  }

  /** As long as a master may take: until one leads, nobody welcomes an agent. */
  @Override
  public Duration patience() {
    return Duration.ofMinutes(4);
  }

  /** The agent writes this file once a master has welcomed it. */
  @Override
  public boolean serves() {
    return Files.exists(registered());
  }

  /** As of a master; and what it has called, as one of those may hang. */
  @Override
  public String lack(ProcessIdentity process) {
    process.signal("QUIT");
    var programs =
        ProcessIdentity.withDescendants(process.pid())
            .map(pid -> "%s (%s)".formatted(ProcessIdentity.nameOf(pid).orElse("gone"), pid))
            .collect(Collectors.joining(", "));
    return "no master has welcomed it; its processes are %s; what its threads do is in its log"
        .formatted(programs);
  }

  /** Each instance has a {@code conmon} whose command line names our folder. */
  @Override
  public boolean hasOutlivers() {
    var mark = folder() + "/";
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> ProcessIdentity.nameOf(pid).filter("conmon"::equals).isPresent())
        .anyMatch(pid -> commandLine(pid).contains(mark));
  }

  @Override
  public void stopOutlivers() {
    if (Files.exists(config())) {
      Command.of(new AgentProgram(site).agent(List.of("--stop-all", config().toString())))
          .orFail("the instances of " + name() + " did not stop", "run ./ekiden down again");
    }
  }

  /** What the agent is told. Memory and disk of the machine are divided between the agents. */
  Map<String, String> settings() {
    var ssl = site.data().ssl();
    int agents = topology.agents();
    long memory = Math.max(LEAST_MEBI, (Memory.totalMebi() - RESERVED_MEBI) / agents);
    long disk = Disk.freeMebi(site.data().root()) / 2 / agents;
    var all = new LinkedHashMap<String, String>();
    all.put("name", name());
    all.put("host", "localhost");
    all.put("masters", topology.agentLinks("wss"));
    all.put("data", folder().toString());
    all.put("keystore", ssl.resolve(name() + ".p12").toString());
    all.put("keystore.password.file", site.data().keystorePassword().toString());
    all.put("truststore", ssl.resolve("trust.p12").toString());
    all.put("attributes", "rack:r" + number + ";zone:a");
    all.put("ports", range(FIRST_PORT));
    all.put("cpus", Integer.toString(Runtime.getRuntime().availableProcessors()));
    all.put("mem", Long.toString(memory));
    all.put("disk", Long.toString(disk));
    all.put("uid.range", range(FIRST_UID));
    return all;
  }

  private String range(int first) {
    int from = first + number * BLOCK;
    return from + "-" + (from + BLOCK - 1);
  }

  private Path folder() {
    return site.folder("agents", name());
  }

  private Path config() {
    return folder().resolve("config.properties");
  }

  private Path registered() {
    return folder().resolve("registered");
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }
}
