package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Names of the processes that a command is about, in an order in which they can be started. */
public record Selection(List<String> names) {
  /** Keeps a copy. */
  public Selection {
    names = List.copyOf(names);
  }

  /** All processes of a stack of this size. */
  static Selection all(Topology topology) {
    var names = new ArrayList<>(List.of("postgres", "zookeeper", "keycloak"));
    IntStream.rangeClosed(1, topology.masters()).forEach(n -> names.add("master-" + n));
    names.add("router");
    IntStream.rangeClosed(1, topology.agents()).forEach(n -> names.add("agent-" + n));
    return new Selection(names);
  }

  /** Only those of {@code wanted}; all if none is given. */
  Selection only(List<String> wanted) {
    for (var name : wanted) {
      if (!names.contains(name)) {
        throw new Failure("there is no " + name, "choose among " + String.join(", ", names));
      }
    }
    return wanted.isEmpty()
        ? this
        : new Selection(names.stream().filter(wanted::contains).toList());
  }

  /** Whether agents or the router are among them. */
  boolean needsRoot() {
    return names.stream().anyMatch(name -> name.startsWith("agent-") || name.equals("router"));
  }
}
