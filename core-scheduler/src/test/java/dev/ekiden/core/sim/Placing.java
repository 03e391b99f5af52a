package dev.ekiden.core.sim;

import static dev.ekiden.core.sim.Violation.unless;

import dev.ekiden.core.model.AgentSpec;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rules that a placement keeps, read anew from Marathon's and our pages, in plain loops. */
final class Placing {
  private final Shadow shadow;

  Placing(Shadow shadow) {
    this.shadow = shadow;
  }

  /** Before the fact is true. */
  void check(Fact.InstancePlaced fact) {
    unless(!shadow.placed.contains(fact.id()), Law.ONCE, "%s is placed again", fact.id());
    var machine = shadow.machines.get(fact.agent());
    var known = shadow.apps.get(fact.app());
    unless(known != null, Law.KNOWN, "%s is of no app", fact);
    unless(
        machine != null && !machine.silent && !machine.draining,
        Law.AGENT_OPEN,
        "%s goes to an agent that takes nothing",
        fact);
    unless(
        !fact.at().isBefore(known.pausedUntil),
        Law.PAUSE,
        "%s though paused until %s",
        fact,
        known.pausedUntil);
    var spec = known.definition(fact.configVersion());
    checkRoom(fact, spec, machine);
    checkPorts(fact, spec, machine);
    unless(mayUse(spec, machine.spec), Law.CONSTRAINTS, "%s: not for %s", fact, machine.spec);
    for (var constraint : constraints(spec)) {
      unless(
          holds(constraint, machine.spec, fact.app(), fact.configVersion()),
          Law.CONSTRAINTS,
          "%s: %s",
          fact,
          constraint.text());
    }
    checkQuota(fact, spec);
    checkWanted(fact, known);
  }

  private void checkRoom(Fact.InstancePlaced fact, AppSpec spec, Shadow.Machine machine) {
    unless(
        fits(machine.spec.capacity(), machine.sum(), spec.resources()),
        Law.ROOM,
        "%s: %s more than %s of %s",
        fact,
        spec.resources(),
        machine.sum(),
        machine.spec.capacity());
    unless(
        fits(machine.spec.capacity(), taken(machine, fact.app()), spec.resources()),
        Law.HOLDS,
        "%s takes room that is kept for others: %s",
        fact,
        shadow.holds);
  }

  /** What is not asked for may be short: room is kept while those who have it still end. */
  static boolean fits(Resources capacity, Resources taken, Resources more) {
    return fits(capacity.cpuMillis(), taken.cpuMillis(), more.cpuMillis())
        && fits(capacity.memMib(), taken.memMib(), more.memMib())
        && fits(capacity.diskMib(), taken.diskMib(), more.diskMib())
        && fits(capacity.gpus(), taken.gpus(), more.gpus());
  }

  private static boolean fits(long capacity, long taken, long more) {
    return more == 0 || taken + more <= capacity;
  }

  /** By instances, and by what is kept for others. */
  Resources taken(Shadow.Machine machine, AppId app) {
    return shadow.holds.stream()
        .filter(hold -> hold.agent().equals(machine.spec.id()) && !hold.app().equals(app))
        .map(hold -> hold.resources())
        .reduce(machine.sum(), Resources::plus);
  }

  private static void checkPorts(Fact.InstancePlaced fact, AppSpec spec, Shadow.Machine machine) {
    var taken = new HashSet<Integer>();
    machine.live.values().forEach(one -> taken.addAll(one.fact.ports()));
    unless(fact.ports().size() == spec.ports().size(), Law.PORTS, "%s: too few or many", fact);
    for (int i = 0; i < fact.ports().size(); i++) {
      int port = fact.ports().get(i);
      int asked = spec.ports().get(i).port();
      unless(taken.add(port), Law.PORTS, "%s: %s is taken", fact, port);
      unless(machine.spec.mayGive(port), Law.PORTS, "%s: %s is not its own", fact, port);
      unless(
          !spec.requirePorts() || asked == 0 || asked == port,
          Law.PORTS,
          "%s: %s was required",
          fact,
          asked);
    }
  }

  /** Of an app that runs once on each agent: those that speak of agents, and one on each. */
  static List<Constraint> constraints(AppSpec spec) {
    if (!(spec.policy().workload() instanceof Workload.PerAgent)) {
      return spec.constraints();
    }
    var rules = new ArrayList<Constraint>();
    rules.add(new Constraint("hostname", Constraint.Operator.UNIQUE, ""));
    for (var rule : spec.constraints()) {
      boolean ofAgents =
          switch (rule.operator()) {
            case LIKE, UNLIKE, IS -> true;
            case CLUSTER -> !rule.value().isEmpty();
            case UNIQUE, MAX_PER, GROUP_BY -> false;
          };
      if (ofAgents) {
        rules.add(rule);
      }
    }
    return rules;
  }

  /** Whether the agent is open to the app, and can do what the app needs. */
  static boolean mayUse(AppSpec spec, AgentSpec agent) {
    for (var ability : spec.needs()) {
      if (!agent.abilities().contains(ability.word())) {
        return false;
      }
    }
    return spec.roles().isEmpty()
        ? agent.role().equals(AgentSpec.ANY_ROLE)
        : spec.roles().contains(agent.role());
  }

  /** Whether one more instance may be there. Counts active instances of the same version. */
  boolean holds(Constraint constraint, AgentSpec agent, AppId app, Instant version) {
    var counts = new TreeMap<String, Integer>();
    for (var other : shadow.of(app)) {
      if (other.active() && other.version.equals(version)) {
        var value = shadow.machines.get(other.fact.agent()).spec.field(constraint.field());
        if (!value.isEmpty()) {
          counts.merge(value, 1, Integer::sum);
        }
      }
    }
    return holds(constraint, agent.field(constraint.field()), counts);
  }

  /** As {@link #holds}, GROUP_BY without a number filling every group that there is first. */
  boolean holdsEvenly(Constraint rule, AgentSpec agent, AppId app, Instant version) {
    if (rule.operator() != Constraint.Operator.GROUP_BY || !rule.value().isEmpty()) {
      return holds(rule, agent, app, version);
    }
    var groups = new HashSet<String>();
    shadow.machines.values().forEach(it -> groups.add(it.spec.field(rule.field())));
    groups.remove("");
    var number = Integer.toString(groups.size());
    return holds(new Constraint(rule.field(), rule.operator(), number), agent, app, version);
  }

  private static boolean holds(Constraint rule, String actual, Map<String, Integer> counts) {
    var value = rule.value();
    int here = counts.getOrDefault(actual, 0);
    boolean known = !actual.isEmpty();
    return switch (rule.operator()) {
      case UNIQUE -> known && here == 0;
      case MAX_PER -> known && here < Integer.parseInt(value);
      case CLUSTER ->
          known && (value.isEmpty() ? counts.isEmpty() || here > 0 : value.equals(actual));
      case LIKE -> known && actual.matches(value);
      case UNLIKE -> !actual.matches(value);
      case IS -> value.equals(actual);
      case GROUP_BY ->
          known
              && (here == 0
                  || ((value.isEmpty() || counts.size() >= Integer.parseInt(value))
                      && counts.values().stream().allMatch(count -> count >= here)));
    };
  }

  private void checkQuota(Fact.InstancePlaced fact, AppSpec spec) {
    for (var group : fact.app().groups()) {
      unless(
          fits(group, spec), Law.QUOTA, "%s lifts %s above %s", fact, group, shadow.quota(group));
    }
  }

  /** Whether one more such instance keeps within the group's limits. */
  boolean fits(GroupId group, AppSpec spec) {
    var limits = limits(shadow.quota(group));
    var used = shadow.used(group);
    long[] more = {
      spec.resources().cpuMillis(),
      spec.resources().memMib(),
      spec.resources().diskMib(),
      spec.resources().gpus(),
      1,
      spec.ports().size()
    };
    for (int i = 0; i < more.length; i++) {
      if (more[i] > 0 && used[i] + more[i] > limits[i]) {
        return false;
      }
    }
    return true;
  }

  static long[] limits(Quota quota) {
    return new long[] {
      quota.cpuMillis(),
      quota.memMib(),
      quota.diskMib(),
      quota.gpus(),
      quota.instances(),
      quota.ports()
    };
  }

  private void checkWanted(Fact.InstancePlaced fact, Known known) {
    long alike =
        shadow.of(fact.app()).stream()
            .filter(one -> one.active() && one.goal == Instance.Goal.RUN)
            .filter(one -> one.version.equals(fact.configVersion()))
            .count();
    int wanted = shadow.most(fact.app());
    unless(alike < wanted, Law.WANTED, "%s is one more than %s", fact, wanted);
    // Given-up ones do not count: nobody can end them.
    var all =
        shadow.of(fact.app()).stream()
            .filter(one -> one.condition != Instance.Condition.INACTIVE)
            .toList();
    boolean rolling =
        known.spec.forEver()
            && shadow.rolls(fact.app())
            && all.stream().anyMatch(one -> !one.version.equals(known.configVersion));
    if (rolling) {
      int minimum = known.spec.upgrade().minimumHealthy(wanted);
      int maximum = known.spec.upgrade().maximumCapacity(wanted);
      // Those that are replaced one by one may be beside their replacements until they have ended.
      long healed =
          all.stream().filter(one -> one.healed || one.goal == Instance.Goal.REPLACE).count();
      unless(
          all.size() - healed < (minimum == maximum ? maximum + 1 : maximum),
          Law.MAXIMUM,
          "%s beside %s, of %s wanted",
          fact,
          all,
          wanted);
    }
  }
}
