package dev.ekiden.api;

import dev.ekiden.core.model.Ability;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.UnallocatedPorts;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A state made of facts, all of them at {@link #T0} unless said otherwise. */
public final class Cluster {
  public static final Instant T0 = Instant.parse("2026-01-02T03:04:05.678Z");

  private final ClusterState state = new ClusterState();

  public static Cluster cluster() {
    return new Cluster();
  }

  /** Ports 31000 to 31999, one attribute: {@code zone:a}. */
  public Cluster agent(String name, long cpuMillis, long memMib) {
    var attributes = new TreeMap<String, String>();
    attributes.put("zone", "a");
    var capacity = new Resources(cpuMillis, memMib, 10_240);
    var id = new AgentId(name);
    return fact(
        new Fact.AgentJoined(
            new AgentSpec(id, name + ".local", "1", capacity, 31_000, 31_999, attributes)
                .withAbilities(Stream.of(Ability.values()).map(Ability::word).toList()),
            T0));
  }

  public Cluster agent(String name) {
    return agent(name, 4_000, 4_096);
  }

  public Cluster quota(String project, long cpuMillis, long memMib, long instances) {
    return fact(
        new Fact.QuotaSet(new GroupId(project), new Quota(cpuMillis, memMib, instances), "olga"));
  }

  public Cluster app(AppSpec spec, Integer... servicePorts) {
    return app(spec, T0, T0, servicePorts);
  }

  public Cluster app(AppSpec spec, Instant version, Instant config, Integer... servicePorts) {
    return fact(new Fact.AppDefined(spec, version, config, config, List.of(servicePorts)));
  }

  /** One instance, being started, of the app's newest configuration. */
  public Cluster placed(String id, AppSpec spec, String agent, Integer... ports) {
    var config = state.app(spec.id()).map(App::configVersion).orElseThrow();
    return fact(
        new Fact.InstancePlaced(
            new InstanceId(id), spec.id(), config, new AgentId(agent), List.of(ports), T0));
  }

  public Cluster running(String id, AppSpec spec, String agent, Integer... ports) {
    return placed(id, spec, agent, ports)
        .fact(new Fact.InstanceRunning(new InstanceId(id), 4_711, T0.plusSeconds(2)));
  }

  public Cluster checked(String id, boolean healthy, String cause) {
    return fact(new Fact.InstanceChecked(new InstanceId(id), healthy, cause, T0.plusSeconds(3)));
  }

  public Cluster listened(String id, boolean more, Integer... ports) {
    var unallocated = new UnallocatedPorts(List.of(ports), more);
    return fact(new Fact.InstanceListened(new InstanceId(id), unallocated, T0.plusSeconds(3)));
  }

  public Cluster killing(String id, String why) {
    return fact(new Fact.InstanceKillDecided(new InstanceId(id), why, T0.plusSeconds(4)));
  }

  public Cluster ended(String id, End.Cause cause, int code, String sentence) {
    return fact(
        new Fact.InstanceEnded(
            new InstanceId(id),
            new End(cause, code, sentence, List.of("last words"), T0.plusSeconds(5))));
  }

  public Cluster deploying(String id, AppSpec spec, Deployment.Kind kind) {
    return fact(
        new Fact.DeploymentStarted(
            new DeploymentId(id),
            List.of(new Deployment.Action(spec.id(), kind, T0, spec.instances(), 0)),
            "alice",
            "",
            T0));
  }

  public Cluster fact(Fact fact) {
    state.apply(fact);
    return this;
  }

  public Instance instance(String id) {
    return state.instance(new InstanceId(id)).orElseThrow();
  }

  public ClusterState state() {
    return state;
  }
}
