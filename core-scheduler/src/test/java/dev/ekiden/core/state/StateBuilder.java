package dev.ekiden.core.state;

import dev.ekiden.core.model.AgentBuilder;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Quota;
import java.time.Instant;
import java.util.List;

/** A state made of facts, for tests of the parts that only look at one. */
public final class StateBuilder {
  /** When everything in it happened, and the version of its apps. */
  public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final ClusterState state = new ClusterState();

  public static StateBuilder state() {
    return new StateBuilder();
  }

  public StateBuilder agents(AgentBuilder... all) {
    for (var agent : all) {
      state.apply(new Fact.AgentJoined(agent.build(), T0));
    }
    return this;
  }

  public StateBuilder silent(String agent) {
    state.apply(new Fact.AgentLost(new AgentId(agent), T0));
    return this;
  }

  public StateBuilder quota(String project, long cpuMillis, long memMib, long instances) {
    var quota = new Quota(cpuMillis, memMib, instances);
    state.apply(new Fact.QuotaSet(new GroupId(project), quota, "olga"));
    return this;
  }

  public StateBuilder app(AppSpec spec) {
    return app(spec, T0);
  }

  public StateBuilder app(AppSpec spec, Instant version) {
    state.apply(new Fact.AppDefined(spec, version, version, version, List.of()));
    return this;
  }

  /** One live instance of the app, of its version now. */
  public StateBuilder instance(String id, AppSpec spec, String agent, Integer... ports) {
    var version = state.app(spec.id()).orElseThrow().configVersion();
    state.apply(
        new Fact.InstancePlaced(
            new InstanceId(id), spec.id(), version, new AgentId(agent), List.of(ports), T0));
    return this;
  }

  public StateBuilder fact(Fact fact) {
    state.apply(fact);
    return this;
  }

  public ClusterState build() {
    return state;
  }
}
