package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Failure;
import java.util.List;

/** Makes the processes of a stack from their names. */
record Services(Site site, Topology topology) {
  List<Service> of(Selection selection) {
    return selection.names().stream().map(this::named).toList();
  }

  Service named(String name) {
    return switch (name) {
      case "postgres" -> new Postgres(site);
      case "zookeeper" -> new ZooKeeper(site);
      case "keycloak" -> new Keycloak(site);
      case "router" -> new Router(site, topology);
      default -> numbered(name);
    };
  }

  private Service numbered(String name) {
    int dash = name.lastIndexOf('-');
    int number = Integer.parseInt(name.substring(dash + 1));
    return switch (name.substring(0, dash)) {
      case "master" -> new Master(site, topology.heap(), number);
      case "agent" -> new AgentProcess(site, topology, number);
      default -> throw new Failure("there is no " + name, "./ekiden status lists all names");
    };
  }
}
