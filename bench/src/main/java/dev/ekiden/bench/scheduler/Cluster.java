package dev.ekiden.bench.scheduler;

import dev.ekiden.core.decide.Decision;
import dev.ekiden.core.decide.Docket;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.decide.Rules;
import dev.ekiden.core.decide.Scheduler;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.PortRange;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A made-up cluster and its leader. Agents have 32 cores, 64 GiB and 1000 ports, in three zones, of
 * racks of 40, half of them with SSDs; apps that fill it are of mixed sizes and belong to twenty
 * projects with quotas.
 */
public final class Cluster {
  private static final int PROJECTS = 20;
  private static final int RACK = 40;
  private static final long CORES = 32_000;
  private static final long MEBI = 65_536;
  private static final Event.Expectation ANY = new Event.Expectation.Any();

  public final ClusterState state = new ClusterState();
  private final Docket docket = Docket.everything(state);
  private final SplittableRandom random = new SplittableRandom(42);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int apps;

  /** So many agents with nothing on them. */
  public static Cluster of(int agents) {
    var cluster = new Cluster();
    for (int i = 0; i < PROJECTS; i++) {
      var quota = new Quota(1L << 40, 1L << 40, 1L << 40);
      cluster.turn(new Event.QuotaChanged(cluster.now, "admin", new ProjectId("p" + i), quota));
    }
    for (int i = 0; i < agents; i++) {
      cluster.turn(new Event.AgentHello(cluster.now, agent(i)));
    }
    return cluster;
  }

  private static AgentSpec agent(int number) {
    var attributes = new TreeMap<String, String>();
    attributes.put("zone", "z" + number % 3);
    attributes.put("rack", "r" + number / RACK);
    attributes.put("disk", number % 2 == 0 ? "ssd" : "hdd");
    return new AgentSpec(
        new AgentId("n%05d".formatted(number)),
        "n%05d.example".formatted(number),
        "1",
        new Resources(CORES, MEBI, 1_000_000),
        List.of(new PortRange(31_000, 31_999)),
        attributes);
  }

  /** Fills it with apps of mixed sizes until so much of its CPU or memory is taken. */
  public Cluster fill(double share) {
    var all = state.pool().capacity();
    // Each app takes a service port, of which there are ten thousand.
    int most = Math.max(200, state.pool().agents().size() / 100);
    long cpu = 0;
    long mem = 0;
    while (cpu < all.cpuMillis() * share && mem < all.memMib() * share) {
      var each = new Resources(random.nextInt(1, 20) * 100L, random.nextInt(1, 32) * 128L, 0);
      int count = random.nextInt(1, most);
      var path = "/p%d/fill-%d".formatted(apps % PROJECTS, apps);
      turn(submitted(Apps.plain(path, each, count)));
      // Else they would be given up for not starting, once enough time has been made up.
      start(new AppId(path));
      apps++;
      cpu += each.cpuMillis() * count;
      mem += each.memMib() * count;
    }
    return this;
  }

  /** So many apps of so many small instances each, all of them running. */
  public Cluster running(int count, int instances) {
    for (int i = 0; i < count; i++) {
      var path = "/p%d/app-%05d".formatted(i % PROJECTS, i);
      turn(submitted(Apps.plain(path, new Resources(100, 128, 0), instances)));
      start(new AppId(path));
    }
    return this;
  }

  /** All instances of the app that are starting run. */
  public void start(AppId app) {
    for (var instance : state.instancesOf(app)) {
      if (instance.condition() == Instance.Condition.STARTING) {
        turn(new Event.InstanceStarted(now, instance.id(), 7));
      }
    }
  }

  public Event submitted(AppSpec spec) {
    return new Event.AppSubmitted(now, "bench", spec, ANY, true);
  }

  /** Takes the app away and ends all its instances. */
  public void remove(AppId app) {
    turn(new Event.AppDeleted(now, "bench", app, true));
    for (var instance : state.instancesOf(app)) {
      turn(died(instance, End.Cause.KILLED));
    }
  }

  public Event died(Instance instance, End.Cause cause) {
    return new Event.InstanceDied(now, instance.id(), new End(cause, 1, "", List.of(), now));
  }

  /** One turn of the leader, a millisecond after the one before. */
  public Decision turn(Event event) {
    now = now.plusMillis(1);
    return Scheduler.turn(state, docket, event, Rules.DEFAULT);
  }

  public Instant now() {
    return now;
  }

  public SplittableRandom random() {
    return random;
  }
}
