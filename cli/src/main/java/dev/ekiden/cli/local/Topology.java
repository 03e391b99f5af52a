package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many masters and agents a stack has, and how big its masters are; kept in its data, so that
 * every command knows.
 */
public record Topology(int masters, int agents, MasterHeap heap) {
  static final String FILE = "topology.properties";
  private static final int MOST_MASTERS = 5;
  private static final int MOST_AGENTS = 30;
  private static final Topology DEFAULT = new Topology(1, 2);

  /** Refuses numbers for which no ports are set aside. */
  public Topology {
    if (masters < 1 || masters > MOST_MASTERS) {
      throw new Failure("--masters " + masters, "choose 1 to " + MOST_MASTERS);
    }
    if (agents < 1 || agents > MOST_AGENTS) {
      throw new Failure("--agents " + agents, "choose 1 to " + MOST_AGENTS);
    }
  }

  /** Of this size, with small masters. */
  public Topology(int masters, int agents) {
    this(masters, agents, MasterHeap.DEFAULT);
  }

  /** What is kept, or one master and two agents. */
  static Topology of(DataDir data) {
    var file = file(data);
    if (!Files.exists(file)) {
      return DEFAULT;
    }
    var kept = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      kept.load(in);
      return new Topology(
          Integer.parseInt(kept.getProperty("masters")),
          Integer.parseInt(kept.getProperty("agents")),
          MasterHeap.parse(kept.getProperty("master.heap", MasterHeap.DEFAULT.mebi() + "m")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with what was asked for; 0 or no heap keeps it as it is. */
  Topology with(UpRequest request) {
    return new Topology(
        request.masters() == 0 ? masters : request.masters(),
        request.agents() == 0 ? agents : request.agents(),
        request.masterHeap().isEmpty() ? heap : MasterHeap.parse(request.masterHeap()));
  }

  void keep(DataDir data) {
    PrivateFile.writeProperties(
        file(data),
        new TreeMap<>(
            Map.of(
                "masters",
                Integer.toString(masters),
                "agents",
                Integer.toString(agents),
                "master.heap",
                heap.mebi() + "m")));
  }

  /** Addresses of all masters' agent links, comma-separated. */
  String agentLinks(String scheme) {
    return IntStream.rangeClosed(1, masters)
        .mapToObj(n -> scheme + "://localhost:" + Master.agentPort(n))
        .collect(Collectors.joining(","));
  }

  static Path file(DataDir data) {
    return data.run().resolve(FILE);
  }
}
