package dev.ekiden.api.registrar;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.BackoffSpec;
import dev.ekiden.core.model.Command;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.FetchSpec;
import dev.ekiden.core.model.Funnel;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.HealthCheck;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.KillSelection;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.PortSpec;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.UpgradeSpec;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One fact of each type, with text that a careless writer would spoil. */
final class FactSamples {
  static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
  static final AppId WEB = new AppId("/shop/web");
  static final DeploymentId ROLLOUT = new DeploymentId("d-1");
  private static final AgentId AGENT = new AgentId("agent-1");
  private static final InstanceId ONE = new InstanceId("shop_web.instance-1");

  private FactSamples() {}

  static List<Fact> all() {
    return List.of(
        new Fact.AgentJoined(agent(), AT),
        new Fact.QuotaSet(new GroupId("shop"), new Quota(4_000, Quota.UNLIMITED, 10), "olga"),
        new Fact.AppDefined(spec(), AT, AT.minusSeconds(60), AT.minusMillis(1), List.of(10_000)),
        started(ROLLOUT, AT),
        new Fact.InstancePlaced(ONE, WEB, AT, AGENT, List.of(31_000), AT),
        new Fact.InstanceStepped(ONE, Milestone.UNPACKED, AT),
        new Fact.InstanceRunning(ONE, 4_194_304, AT),
        new Fact.InstanceChecked(ONE, false, "GET /health answered 503 – \"busy\"", AT),
        new Fact.AppWaits(WEB, AT, 2, vetoes(), Funnel.NONE),
        new Fact.AppWaitsNoMore(WEB),
        new Fact.InstanceKillDecided(ONE, "replaced by a newer version", AT),
        new Fact.InstanceEnded(ONE, end()),
        new Fact.AppPaused(WEB, AT.plusMillis(1_150), Duration.ofMillis(1_150), 2),
        new Fact.AppUnpaused(WEB),
        ended(ROLLOUT, AT),
        new Fact.AppRemoved(WEB),
        new Fact.AgentLost(AGENT, AT));
  }

  static Fact.DeploymentStarted started(DeploymentId id, Instant at) {
    return new Fact.DeploymentStarted(
        id,
        List.of(new Deployment.Action(WEB, Deployment.Kind.RESTART, at, 3, 0)),
        "alice",
        "",
        at);
  }

  static Fact.DeploymentEnded ended(DeploymentId id, Instant at) {
    return new Fact.DeploymentEnded(id, Deployment.State.SUCCEEDED, "all 3 instances serve", at);
  }

  private static End end() {
    return new End(
        End.Cause.OUT_OF_MEMORY,
        137,
        "ended at its limit of 64 MiB",
        List.of("größer\t\\ \"als\" '; drop table journal; --", "\u001b[31mred\u0001", "雪🏃"),
        AT);
  }

  private static List<Veto> vetoes() {
    return List.of(
        new Veto.Silent(AGENT),
        new Veto.ConstraintFails(AGENT, "rack LIKE r[12]", "r3"),
        new Veto.ShortOf(AGENT, Veto.Kind.CPUS, 500, 400),
        new Veto.PortTaken(AGENT, 31_000),
        new Veto.NoPorts(AGENT, 2, 1));
  }

  static AgentSpec agent() {
    return new AgentSpec(
        AGENT,
        "localhost",
        "0.1.0",
        new Resources(4_000, 8_192, 10_240),
        31_000,
        31_999,
        new TreeMap<>(Map.of("zone", "a", "rack", "r1")));
  }

  static AppSpec spec() {
    var check =
        new HealthCheck(
            HealthCheck.Protocol.MESOS_HTTP,
            "/health",
            0,
            0,
            Duration.ofSeconds(300),
            Duration.ofMillis(1_500),
            Duration.ofSeconds(20),
            3);
    return new AppSpec(
        WEB,
        new Command.Shell("exec run --name='ü'"),
        new TreeMap<>(Map.of("B", "2", "A", "1")),
        new Resources(100, 64, 10),
        3,
        new TreeMap<>(Map.of("HAPROXY_GROUP", "external")),
        List.of(new Constraint("rack", Constraint.Operator.GROUP_BY, "3")),
        List.of(new PortSpec(8_080, "udp,tcp", "http", new TreeMap<>(Map.of("VIP", "1")))),
        true,
        List.of(check),
        List.of(new FetchSpec("https://example.org/a.tgz", true, false, true, "lib")),
        new BackoffSpec(Duration.ofSeconds(1), 1.15, Duration.ofSeconds(300)),
        new UpgradeSpec(0.5, 0.25),
        Duration.ofSeconds(3),
        KillSelection.OLDEST_FIRST);
  }

  /** Six of its instances fit on the agent, with or without their ports. */
  static AppSpec roomy() {
    var spec = spec();
    return new AppSpec(
        spec.id(),
        spec.command(),
        spec.env(),
        spec.resources(),
        spec.instances(),
        spec.labels(),
        List.of(),
        spec.ports(),
        false,
        List.of(),
        List.of(),
        spec.backoff(),
        UpgradeSpec.DEFAULT,
        spec.killGrace(),
        spec.killSelection());
  }
}
