package dev.ekiden.core.state;

import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.FrameworkSpec;
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
import dev.ekiden.core.model.HostPort;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.KillSelection;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.model.NetworkSpec;
import dev.ekiden.core.model.PortSpec;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.QuotaGap;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.UnallocatedPorts;
import dev.ekiden.core.model.UpgradeSpec;
import dev.ekiden.core.model.Veto;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One full fact of each type; the golden files hold them as JSON. */
public final class FactSamples {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final AppId WEB = new AppId("/shop/web");
  private static final AgentId N1 = new AgentId("n1");
  private static final InstanceId ONE = new InstanceId("shop_web.instance-1");
  private static final DeploymentId ROLLOUT = new DeploymentId("d-1");

  private FactSamples() {}

  public static List<Fact> all() {
    return List.of(
        new Fact.AppDefined(spec(), AT, AT.minusSeconds(60), AT.minusMillis(1), List.of(10_000, 0)),
        new Fact.AppRemoved(WEB),
        new Fact.AppCounted(WEB, 4),
        new Fact.DeploymentStarted(
            ROLLOUT,
            List.of(new Deployment.Action(WEB, Deployment.Kind.RESTART, AT, 3, 0)),
            "alice",
            "rolls back d-0",
            AT),
        new Fact.DeploymentStepped(ROLLOUT, 1, AT),
        new Fact.DeploymentPaused(ROLLOUT, "alice", AT),
        new Fact.DeploymentResumed(ROLLOUT, "alice", AT),
        new Fact.CanaryMoved(ROLLOUT, Deployment.CanaryPhase.PROMOTED, "alice", AT),
        new Fact.DeploymentEnded(ROLLOUT, Deployment.State.SUCCEEDED, "all 3 instances serve", AT),
        new Fact.QuotaSet(new GroupId("shop/web"), new Quota(4000, Quota.UNLIMITED, 10), "olga"),
        new Fact.AgentJoined(agent(), AT),
        new Fact.AgentLost(N1, AT),
        new Fact.AgentDrainAsked(N1, "olga", AT, AT.plusSeconds(60)),
        new Fact.AgentDrained(N1, AT),
        new Fact.AgentActivated(N1, "olga", AT),
        new Fact.AgentRemoved(N1, "olga", AT),
        new Fact.BrakeEngaged(5, 9, AT),
        new Fact.BrakeReleased("agents are back", AT),
        new Fact.InstancePlaced(ONE, WEB, AT, N1, List.of(31_000, 31_001), AT),
        new Fact.InstanceStepped(ONE, Milestone.UNPACKED, AT),
        new Fact.InstanceRunning(ONE, 4_194_304, AT, "100.64.4.2"),
        new Fact.InstanceChecked(ONE, false, "GET /health on port 31000 answered 503", AT),
        new Fact.InstanceReadied(ONE, AT),
        new Fact.InstanceListened(ONE, new UnallocatedPorts(List.of(8080, 80), false), AT),
        new Fact.InstanceReturned(ONE, true, AT),
        new Fact.InstanceInactive(ONE, AT),
        new Fact.InstanceReplaceDecided(ONE, "unhealthy", AT),
        new Fact.InstanceKept(ONE, "healthy again", AT),
        new Fact.InstanceKillDecided(ONE, "replaced by a newer version", AT),
        new Fact.InstanceResizeAsked(ONE, AT, new Resources(200, 64, 10), AT),
        new Fact.InstanceResized(ONE, AT, new Resources(200, 64, 10), AT),
        new Fact.InstanceResizeRefused(ONE, AT, new Resources(200, 64, 10), "in use", AT),
        new Fact.InstanceEnded(ONE, end()),
        new Fact.AppPaused(WEB, AT.plusMillis(1150), Duration.ofMillis(1150), 2),
        new Fact.AppUnpaused(WEB),
        new Fact.StrayFound(N1, "shop_web.instance-0", AT),
        new Fact.AppWaits(WEB, AT, 2, vetoes(), new Funnel(List.of(new Funnel.Stage("agents", 8)))),
        new Fact.AppWaitsForQuota(
            WEB, AT, 2, List.of(new QuotaGap(new GroupId("shop"), "cpus", 4000, 3900, 500))),
        new Fact.RoomHeld(N1, WEB, new Resources(100, 64, 10), AT),
        new Fact.RoomReleased(N1, WEB),
        new Fact.RunStarted(WEB, 1, AT, "due", AT),
        new Fact.RunEnded(WEB, true, "all 3 instances have succeeded", AT),
        new Fact.AppWaitsNoMore(WEB),
        new Fact.Foreign(foreign()));
  }

  /** The others have golden files of their own. */
  private static ForeignFact foreign() {
    var spec =
        new FrameworkSpec("spark", "alice", "svc", List.of("*"), 1, Duration.ofDays(7), List.of());
    return new ForeignFact.FrameworkSubscribed(new FrameworkId("spark"), spec, List.of(), AT);
  }

  static List<Veto> vetoes() {
    return List.of(
        new Veto.Silent(N1),
        new Veto.ConstraintFails(N1, "rack LIKE r[12]", "r3"),
        new Veto.Draining(N1),
        new Veto.RoleDiffers(N1, "web"),
        new Veto.ShortOf(N1, Veto.Kind.CPUS, 500, 400),
        new Veto.PortTaken(N1, 31_000),
        new Veto.NoPorts(N1, 2, 1));
  }

  private static End end() {
    return new End(
        End.Cause.OUT_OF_MEMORY, 137, "ended at its limit of 64 MiB", List.of("a", "b"), AT);
  }

  private static AgentSpec agent() {
    return new AgentSpec(
            N1,
            "n1.local",
            "0.1.0",
            new Resources(4000, 8192, 10_240),
            31_000,
            31_999,
            new TreeMap<>(Map.of("zone", "a", "rack", "r1")))
        .withAbilities(List.of("command-checks", "later"));
  }

  static AppSpec spec() {
    var check =
        new HealthCheck(
            HealthCheck.Protocol.MESOS_HTTP,
            "/health",
            0,
            0,
            Duration.ofSeconds(300),
            Duration.ofMillis(1500),
            Duration.ofSeconds(20),
            3);
    var command =
        HealthCheck.byCommand(
            "test -e ok", Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(2), 1);
    return new AppSpec(
            WEB,
            new Command.Shell("exec run"),
            new TreeMap<>(Map.of("B", "2", "A", "1")),
            new Resources(100, 64, 10),
            3,
            new TreeMap<>(Map.of("HAPROXY_GROUP", "external")),
            List.of(
                new Constraint("hostname", Constraint.Operator.UNIQUE, ""),
                new Constraint("rack", Constraint.Operator.GROUP_BY, "3")),
            List.of(new PortSpec(8080, "udp,tcp", "http", new TreeMap<>(Map.of("VIP", "1")))),
            true,
            List.of(check, command),
            List.of(new FetchSpec("https://example.org/a.tgz", true, false, true, "lib")),
            new BackoffSpec(Duration.ofSeconds(1), 1.15, Duration.ofSeconds(300)),
            new UpgradeSpec(0.5, 0.25),
            Duration.ofSeconds(3),
            KillSelection.OLDEST_FIRST)
        .withNetwork(
            new NetworkSpec.Bridge(new TreeMap<>(Map.of(NetworkSpec.EGRESS_MBIT, "10"))),
            List.of(
                new PortSpec(
                    8080,
                    "udp,tcp",
                    "http",
                    new TreeMap<>(Map.of("VIP", "1")),
                    80,
                    new HostPort.Fixed(31_000))));
  }
}
