package dev.ekiden.api.agentlink;

import dev.ekiden.core.model.Ability;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.HealthCheck;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.ReadinessSpec;
import dev.ekiden.core.model.ResourceLimits;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.Agent;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Resize;
import dev.ekiden.core.supervise.KillEscalation;
import dev.ekiden.core.wire.Check;
import dev.ekiden.core.wire.Fetch;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the state wants of agents, as orders. */
final class Orders {
  private Orders() {}

  /**
   * Empty if the instance or its definition is gone by now. An agent that has become too old for
   * what the app needs is told to end the instance, which it does not have: it says so, and another
   * agent gets it.
   */
  static Optional<Order> run(ClusterState state, InstanceId id, long epoch) {
    return state
        .instance(id)
        .flatMap(
            instance ->
                state
                    .app(instance.app())
                    .map(app -> app.definition(instance.configVersion()))
                    .flatMap(
                        spec ->
                            understands(state, instance, spec)
                                ? Optional.of(run(state, instance, spec, epoch))
                                : kill(state, instance, epoch)));
  }

  private static boolean understands(ClusterState state, Instance instance, AppSpec spec) {
    var needs = spec.needs();
    return needs.isEmpty()
        || state
            .agent(instance.agent())
            .filter(agent -> needs.stream().allMatch(agent.spec()::can))
            .isPresent();
  }

  private static Order run(ClusterState state, Instance instance, AppSpec spec, long epoch) {
    var agent = state.agent(instance.agent()).map(Agent::spec);
    var host = agent.map(AgentSpec::host).orElse("localhost");
    var ports = InstancePorts.of(spec, instance);
    return new Order.Run(
        epoch,
        instance.id().value(),
        spec.id().path(),
        spec.command().argv(),
        TaskEnvironment.of(spec, instance, ports.told(), host),
        limits(
            spec.limits(),
            instance.resources(),
            agent.map(AgentSpec::capacity).orElse(instance.resources())),
        instance.ports(),
        spec.fetch().stream()
            .map(
                fetch ->
                    new Fetch(fetch.uri(), fetch.extract(), fetch.executable(), fetch.destPath()))
            .toList(),
        checks(spec, instance, ports),
        spec.killGrace().toMillis(),
        ports.network(spec, instance));
  }

  private static Limits limits(ResourceLimits limits, Resources requested, Resources offered) {
    return new Limits(
        Math.toIntExact(requested.cpuMillis()),
        requested.memMib(),
        requested.diskMib(),
        Math.toIntExact(limits.cpus().on(requested.cpuMillis(), offered.cpuMillis())),
        limits.mem().on(requested.memMib(), offered.memMib()));
  }

  /** Empty if it does not wait for other limits, or its agent would not understand. */
  static Optional<Order> resize(ClusterState state, Instance instance, long epoch) {
    var agent = state.agent(instance.agent()).map(Agent::spec);
    var app = state.app(instance.app());
    boolean waits = instance.resizing() && agent.filter(it -> it.can(Ability.RESIZE)).isPresent();
    return waits && app.isPresent() && instance.resize() instanceof Resize.Asked asked
        ? Optional.of(
            new Order.Resize(
                epoch,
                instance.id().value(),
                limits(
                    app.get().definition(asked.version()).limits(),
                    asked.resources(),
                    agent.get().capacity())))
        : Optional.empty();
  }

  /**
   * Whether it may be the answer to what the instance waits for. An order that was given twice has
   * two answers, and the second one must not pass for that to the next order.
   */
  static boolean isAnswer(ClusterState state, Report.Resized report) {
    return !report.refusal().isEmpty()
        || state
            .instance(new InstanceId(report.instance()))
            .flatMap(instance -> resize(state, instance, 0))
            .filter(
                order ->
                    order instanceof Order.Resize resize
                        && !resize.limits().equals(report.limits()))
            .isEmpty();
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

  private static List<Check> checks(AppSpec spec, Instance instance, InstancePorts ports) {
    var checks = new ArrayList<Check>();
    for (var check : spec.healthChecks()) {
      var rhythm =
          new Check.Rhythm(
              check.grace().toMillis(),
              check.interval().toMillis(),
              check.timeout().toMillis(),
              check.maxFailures());
      checks.add(
          switch (check.protocol()) {
            case HTTP, MESOS_HTTP ->
                new Check.Http(false, port(check, ports), check.path(), rhythm);
            case HTTPS, MESOS_HTTPS ->
                new Check.Http(true, port(check, ports), check.path(), rhythm);
            case TCP, MESOS_TCP -> new Check.Tcp(port(check, ports), rhythm);
            case COMMAND -> new Check.Command(check.command(), rhythm);
          });
    }
    if (instance.readiness() == Instance.Readiness.WAITING) {
      spec.readiness().stream().map(ready -> ready(ready, ports)).forEach(checks::add);
    }
    return checks;
  }

  private static Check ready(ReadinessSpec spec, InstancePorts ports) {
    var rhythm = new Check.Rhythm(0, spec.interval().toMillis(), spec.timeout().toMillis(), 0);
    return new Check.Ready(
        spec.tls(),
        ports.listening().get(spec.portIndex()),
        spec.path(),
        spec.readyStatus(),
        rhythm);
  }

  private static int port(HealthCheck check, InstancePorts ports) {
    return check.port() != 0
        ? ports.behind(check.port())
        : ports.listening().get(check.portIndex());
  }
}
