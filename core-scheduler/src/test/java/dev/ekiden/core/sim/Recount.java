package dev.ekiden.core.sim;

import static dev.ekiden.core.sim.Violation.unless;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.GroupUse;
import dev.ekiden.core.state.Instance;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts everything anew, from nothing but the list of what lives, and compares. */
final class Recount {
  private final Shadow shadow;
  private final ClusterState state;

  Recount(Shadow shadow, ClusterState state) {
    this.shadow = shadow;
    this.state = state;
  }

  void check() {
    same(shadow.live.size(), state.instanceCount(), "instances");
    for (var one : shadow.live.values()) {
      var found = state.instance(one.fact.id());
      unless(found.isPresent(), Law.RECOUNT, "%s is missing", one.fact);
      same(one.condition, found.get().condition(), one.fact + ": condition");
      same(one.goal, found.get().goal(), one.fact + ": goal");
      same(one.health, found.get().health(), one.fact + ": health");
      same(one.readiness, found.get().readiness(), one.fact + ": readiness");
      same(one.fact.agent(), found.get().agent(), one.fact + ": agent");
      same(one.reserved, found.get().resources(), one.fact + ": resources");
      same(one.version, found.get().configVersion(), one.fact + ": version");
      same(one.fact.ports(), found.get().ports(), one.fact + ": ports");
    }
    agents();
    groups();
    apps();
    same(shadow.running.size(), state.runningDeployments(), "running deployments");
    same(shadow.holds.size(), state.holds().size(), "holds");
  }

  private void agents() {
    same(shadow.machines.size(), state.agents().size(), "agents");
    long silent = shadow.machines.values().stream().filter(machine -> machine.silent).count();
    same(silent, (long) state.silentAgents(), "silent agents");
    shadow.machines.forEach(
        (id, machine) -> {
          var agent = state.agent(id).orElseThrow();
          same(machine.spec, agent.spec(), id + ": spec");
          same(machine.silent, !agent.ready(), id + ": silent");
          var kept =
              shadow.holds.stream()
                  .filter(hold -> hold.agent().equals(id))
                  .map(hold -> hold.resources())
                  .reduce(Resources.NONE, Resources::plus);
          same(machine.sum().plus(kept), agent.used(), id + ": used");
          var ports = new TreeSet<Integer>();
          machine.live.values().forEach(one -> ports.addAll(one.fact.ports()));
          for (int port : ports) {
            boolean taken = state.portTaken(id, port) || !machine.spec.mayGive(port);
            unless(taken, Law.RECOUNT, "%s: port %s is not taken", id, port);
          }
          same(ports.size(), state.portsTaken(id), id + ": ports");
          same(machine.live.size(), state.instancesOn(id).size(), id + ": instances");
        });
  }

  private void groups() {
    var live = new TreeMap<GroupId, long[]>();
    var wanted = new TreeMap<GroupId, long[]>();
    for (var one : shadow.live.values()) {
      if (!one.charged()) {
        continue;
      }
      for (var group : one.fact.app().groups()) {
        add(live, group, one.reserved, one.fact.ports().size(), 1);
      }
    }
    for (var app : shadow.apps.values()) {
      for (var group : app.spec.id().groups()) {
        add(wanted, group, app.spec.resources(), app.spec.ports().size(), app.spec.instances());
      }
    }
    for (var group : live.keySet()) {
      same(text(live.get(group)), text(state.use(group).live()), group + ": live");
      same(text(live.get(group)), text(shadow.used(group)), group + ": live, kept");
    }
    for (var group : wanted.keySet()) {
      same(text(wanted.get(group)), text(state.use(group).wanted()), group + ": wanted");
    }
  }

  private static void add(
      TreeMap<GroupId, long[]> sums, GroupId group, Resources each, int ports, long count) {
    var sum = sums.computeIfAbsent(group, _ -> new long[6]);
    sum[0] += each.cpuMillis() * count;
    sum[1] += each.memMib() * count;
    sum[2] += each.diskMib() * count;
    sum[3] += each.gpus() * count;
    sum[4] += count;
    sum[5] += ports * count;
  }

  private static String text(long[] sum) {
    return Arrays.toString(sum);
  }

  private static String text(GroupUse.Sum sum) {
    return text(
        new long[] {
          sum.cpuMillis(), sum.memMib(), sum.diskMib(), sum.gpus(), sum.instances(), sum.ports()
        });
  }

  private void apps() {
    same(shadow.apps.size(), state.apps().size(), "apps");
    shadow.apps.forEach(
        (id, app) -> same(app.spec, state.app(id).orElseThrow().spec(), id + ": spec"));
    shadow.ofApp.keySet().forEach(this::tallies);
    shadow.apps.keySet().forEach(this::tallies);
  }

  private void tallies(AppId app) {
    var counts = new HashMap<Instant, int[]>();
    for (var one : shadow.of(app)) {
      var count = counts.computeIfAbsent(one.version, _ -> new int[8]);
      boolean ready = one.serves() && one.readiness != Instance.Readiness.WAITING;
      count[0]++;
      count[1] += one.active() ? 1 : 0;
      count[2] += one.serves() ? 1 : 0;
      count[3] += ready ? 1 : 0;
      count[4] += one.active() && one.goal == Instance.Goal.REPLACE ? 1 : 0;
      boolean bad = one.active() && one.goal == Instance.Goal.REPLACE;
      count[6] += one.condition == Instance.Condition.INACTIVE ? 1 : 0;
      count[7] += bad && one.serves() ? 1 : 0;
      count[5] += one.condition == Instance.Condition.UNREACHABLE ? 1 : 0;
    }
    same(
        new TreeSet<>(counts.keySet()), new TreeSet<>(state.liveVersions(app)), app + ": versions");
    counts.forEach(
        (version, count) -> {
          var tally = state.tally(app, version);
          int[] kept = {
            tally.live(),
            tally.active(),
            tally.serving(),
            tally.ready(),
            tally.toReplace(),
            tally.unreachable(),
            tally.inactive(),
            tally.servingToReplace()
          };
          same(Arrays.toString(count), Arrays.toString(kept), app + " " + version + ": tally");
        });
    long resizing =
        shadow.of(app).stream()
            .filter(one -> one.asked && one.condition == Instance.Condition.RUNNING)
            .count();
    same(resizing, (long) state.resizingOf(app), app + ": to get another size");
    same(shadow.rolls(app), state.deploymentOf(app).isPresent(), app + ": deployment");
  }

  private static void same(Object counted, Object kept, String what) {
    unless(counted.equals(kept), Law.RECOUNT, "%s: counted %s, kept %s", what, counted, kept);
  }
}
