package dev.ekiden.api.routes;

import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.wire.RouteTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Makes the whole route table from the state: who is reached where, by which healthy instances. */
final class RouteTables {
  private RouteTables() {}

  static RouteTable of(ClusterState state, long epoch, long seq, String domain) {
    var routes = new ArrayList<RouteTable.Route>();
    var taken = new TreeSet<String>();
    // Where two apps want one address, the one that has been there for longer keeps it.
    var apps =
        state.apps().stream()
            .sorted(Comparator.comparing(App::createdAt).thenComparing(App::id))
            .toList();
    for (var app : apps) {
      for (var address : RouteNames.of(app.spec(), domain)) {
        if (taken.add(address.host() + address.path())) {
          routes.add(
              new RouteTable.Route(
                  app.id().path(),
                  address.host(),
                  address.path(),
                  backends(state, app, address.portIndex())));
        }
      }
    }
    return new RouteTable(epoch, seq, routes);
  }

  /**
   * Where none is known to serve, those that did when their agents fell silent: master and agents
   * may just not hear of each other, and an attempt is better than a refusal.
   */
  private static List<RouteTable.Backend> backends(ClusterState state, App app, int port) {
    var live = state.instancesOf(app.id());
    var serving = live.stream().filter(Instance::serves).toList();
    var hopeful = live.stream().filter(RouteTables::servedWhenLastSeen).toList();
    return (serving.isEmpty() ? hopeful : serving)
        .stream().flatMap(instance -> backend(state, app, instance, port).stream()).toList();
  }

  /**
   * Always by a host port: an instance's own address is known to its machine only, and who routes
   * may be elsewhere.
   */
  private static Optional<RouteTable.Backend> backend(
      ClusterState state, App app, Instance instance, int port) {
    var spec = app.definition(instance.configVersion());
    var hostPort = spec.hostPort(port, instance.ports());
    var host = state.agent(instance.agent()).map(agent -> agent.spec().host());
    return hostPort.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RouteTable.Backend(
                instance.id().value(), host.orElse("localhost"), hostPort.getAsInt()));
  }

  private static boolean servedWhenLastSeen(Instance instance) {
    boolean silent =
        switch (instance.condition()) {
          case UNREACHABLE -> true;
          case INACTIVE -> instance.goal() != Instance.Goal.STOP;
          case STARTING, RUNNING, KILLING -> false;
        };
    return silent
        && instance.pid() > 0
        && (instance.health() == Instance.Health.NONE
            || instance.health() == Instance.Health.HEALTHY);
  }
}
