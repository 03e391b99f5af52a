package dev.ekiden.api.agentlink;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.supervise.KillEscalation;
import dev.ekiden.core.wire.Check;
import dev.ekiden.core.wire.Fetch;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the state wants of agents, as orders. */
final class Orders {
  private Orders() {}

  /** Empty if the instance or its definition is gone by now. */
  static Optional<Order> run(ClusterState state, InstanceId id, long epoch) {
    return state
        .instance(id)
        .flatMap(
            instance ->
                state
                    .app(instance.app())
                    .map(app -> app.definition(instance.configVersion()))
                    .map(spec -> run(state, instance, spec, epoch)));
  }

  private static Order run(ClusterState state, Instance instance, AppSpec spec, long epoch) {
    var host = state.agent(instance.agent()).map(agent -> agent.spec().host()).orElse("localhost");
    return new Order.Run(
        epoch,
        instance.id().value(),
        spec.id().path(),
        spec.command().argv(),
        TaskEnvironment.of(spec, instance, host),
        new Limits(
            Math.toIntExact(instance.resources().cpuMillis()),
            instance.resources().memMib(),
            instance.resources().diskMib()),
        instance.ports(),
        spec.fetch().stream()
            .map(
                fetch ->
                    new Fetch(fetch.uri(), fetch.extract(), fetch.executable(), fetch.destPath()))
            .toList(),
        checks(spec, instance),
        spec.killGrace().toMillis());
  }

  static Optional<Order> kill(ClusterState state, Instance instance, long epoch) {
    var usual =
        state
            .app(instance.app())
            .map(app -> app.definition(instance.configVersion()).killGrace())
            .orElse(KillEscalation.GRACE_OF_GONE);
    long grace = KillEscalation.grace(instance, usual).toMillis();
    return Optional.of(new Order.Kill(epoch, instance.id().value(), grace, instance.remark()));
  }

  private static List<Check> checks(AppSpec spec, Instance instance) {
    var checks = new ArrayList<Check>();
    for (var check : spec.healthChecks()) {
      int port = check.port() != 0 ? check.port() : instance.ports().get(check.portIndex());
      var rhythm =
          new Check.Rhythm(
              check.grace().toMillis(),
              check.interval().toMillis(),
              check.timeout().toMillis(),
              check.maxFailures());
      checks.add(
          switch (check.protocol()) {
            case HTTP, MESOS_HTTP -> new Check.Http(false, port, check.path(), rhythm);
            case HTTPS, MESOS_HTTPS -> new Check.Http(true, port, check.path(), rhythm);
            case TCP, MESOS_TCP -> new Check.Tcp(port, rhythm);
          });
    }
    return checks;
  }
}
