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

/** How many masters and agents a stack has; kept in its data, so that every command knows. */
public record Topology(int masters, int agents) {
  private static final int MOST_MASTERS = 3;
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
          Integer.parseInt(kept.getProperty("agents")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with other numbers; 0 keeps a number as it is. */
  Topology with(int otherMasters, int otherAgents) {
    return new Topology(
        otherMasters == 0 ? masters : otherMasters, otherAgents == 0 ? agents : otherAgents);
  }

  void keep(DataDir data) {
    PrivateFile.writeProperties(
        file(data),
        new TreeMap<>(
            Map.of("masters", Integer.toString(masters), "agents", Integer.toString(agents))));
  }

  /** Addresses of all masters' agent links, comma-separated. */
  String agentLinks(String scheme) {
    return IntStream.rangeClosed(1, masters)
        .mapToObj(n -> scheme + "://localhost:" + Master.agentPort(n))
        .collect(Collectors.joining(","));
  }

  private static Path file(DataDir data) {
    return data.run().resolve("topology.properties");
  }
}
