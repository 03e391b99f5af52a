package dev.ekiden.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.state.Agent;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Hold;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.StateDump;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must always hold (DESIGN.md, section 3). Follows the facts one by one on a state of its own,
 * so each placement and kill is judged by what was true at that moment, and so that the state
 * rebuilt from the facts is compared with the live one after every turn. Its reading of the rules
 * is written down anew and shares no code with what it checks.
 */
final class Invariants {
  private final ClusterState shadow = new ClusterState();
  private final TreeSet<InstanceId> seen = new TreeSet<>();

  void check(ClusterState live, List<Fact> facts) {
    for (var fact : facts) {
      switch (fact) {
        case Fact.InstancePlaced placed -> checkPlacement(placed);
        case Fact.InstanceKillDecided kill -> checkKill(kill);
        default -> {}
      }
      shadow.apply(fact);
      if (fact instanceof Fact.InstancePlaced placed) {
        checkQuota(placed.app().project());
        checkMaximum(shadow.app(placed.app()).orElseThrow());
      }
    }
    live.agents().forEach(agent -> checkAgent(live, agent));
    assertThat(StateDump.of(shadow)).isEqualTo(StateDump.of(live));
  }

  private static void checkAgent(ClusterState state, Agent agent) {
    var spec = agent.spec();
    var instances = state.instancesOn(spec.id());
    assertThat(agent.ready() || instances.stream().noneMatch(Invariants::isSeen))
        .as("%s is silent and seen to run something", spec.id())
        .isTrue();
    var sum = instances.stream().map(Instance::resources).reduce(Resources.NONE, Resources::plus);
    var held =
        state.holdsOn(spec.id()).stream()
            .map(Hold::resources)
            .reduce(Resources.NONE, Resources::plus);
    // What is held may be held while it is still in use; what is used never exceeds the agent.
    assertThat(agent.used()).as("used on %s", spec.id()).isEqualTo(sum.plus(held));
    var capacity = spec.capacity();
    assertThat(
            sum.cpuMillis() <= capacity.cpuMillis()
                && sum.memMib() <= capacity.memMib()
                && sum.diskMib() <= capacity.diskMib())
        .as("%s of %s on %s", sum, capacity, spec.id())
        .isTrue();
    assertThat(instances.stream().flatMap(instance -> instance.ports().stream()))
        .as("ports on %s", spec.id())
        .doesNotHaveDuplicates()
        .allMatch(spec::mayGive)
        .hasSize(state.portsTaken(spec.id()));
  }

  private static boolean isSeen(Instance instance) {
    return instance.condition() == Instance.Condition.STARTING
        || instance.condition() == Instance.Condition.RUNNING;
  }

  private void checkPlacement(Fact.InstancePlaced placed) {
    assertThat(seen.add(placed.id())).as("%s is new", placed.id()).isTrue();
    var agent = shadow.agent(placed.agent()).orElseThrow();
    assertThat(agent.ready()).as("%s is ready", agent.id()).isTrue();
    var app = shadow.app(placed.app()).orElseThrow();
    var spec = app.spec();
    assertThat(placed.ports()).hasSameSizeAs(spec.ports());
    if (spec.requirePorts()) {
      for (int i = 0; i < spec.ports().size(); i++) {
        int port = spec.ports().get(i).port();
        assertThat(placed.ports().get(i)).isEqualTo(port == 0 ? placed.ports().get(i) : port);
      }
    }
    for (var constraint : spec.constraints()) {
      var counts = new TreeMap<String, Integer>();
      for (var other : shadow.instancesOf(app.id())) {
        if (other.active() && other.configVersion().equals(placed.configVersion())) {
          var holder = shadow.agent(other.agent()).orElseThrow().spec();
          counts.merge(holder.field(constraint.field()), 1, Integer::sum);
        }
      }
      assertThat(holds(constraint, agent.spec().field(constraint.field()), counts))
          .as("%s for %s on %s beside %s", constraint.text(), app.id(), agent.id(), counts)
          .isTrue();
    }
  }

  private static boolean holds(
      Constraint constraint, String actual, SortedMap<String, Integer> counts) {
    var value = constraint.value();
    int here = counts.getOrDefault(actual, 0);
    boolean known = !actual.isEmpty();
    return switch (constraint.operator()) {
      case UNIQUE -> known && here == 0;
      case MAX_PER -> known && here < Integer.parseInt(value);
      case CLUSTER ->
          known && (value.isEmpty() ? counts.size() == Math.min(1, here) : value.equals(actual));
      case LIKE -> known && actual.matches(value);
      case UNLIKE -> !actual.matches(value);
      case IS -> value.equals(actual);
      case GROUP_BY ->
          known && (here == 0 || counts.values().stream().allMatch(count -> count >= here));
    };
  }

  private void checkQuota(ProjectId project) {
    var quota = shadow.quota(project);
    // What was given up is not charged. What returned is: nothing is placed beside it.
    var live =
        shadow.instances().stream()
            .filter(it -> it.app().project().equals(project))
            .filter(it -> it.condition() != Instance.Condition.INACTIVE)
            .toList();
    var used = live.stream().map(Instance::resources).reduce(Resources.NONE, Resources::plus);
    assertThat(
            live.size() <= quota.instances()
                && used.cpuMillis() <= quota.cpuMillis()
                && used.memMib() <= quota.memMib())
        .as("%s instances with %s in %s of %s", live.size(), used, project, quota)
        .isTrue();
  }

  /** While old instances are there, all together stay below the maximum, or one above a tie. */
  private void checkMaximum(App app) {
    // Those that were given up are counted no more.
    var live =
        shadow.instancesOf(app.id()).stream()
            .filter(instance -> instance.condition() != Instance.Condition.INACTIVE)
            .toList();
    var deployment = shadow.deploymentOf(app.id());
    boolean rolling =
        deployment.isPresent()
            && live.stream().anyMatch(i -> !i.configVersion().equals(app.configVersion()));
    if (rolling) {
      int wanted = mostWanted(app, deployment.get());
      int minimum = app.spec().upgrade().minimumHealthy(wanted);
      int maximum = app.spec().upgrade().maximumCapacity(wanted);
      assertThat(live.size())
          .as("live instances of %s", app.id())
          .isLessThanOrEqualTo(minimum == maximum ? maximum + 1 : maximum);
    }
  }

  /** A canary keeps the minimum of the number of before. */
  private int leastWanted(App app) {
    int wanted = app.spec().instances();
    return shadow
        .deploymentOf(app.id())
        .filter(
            it ->
                it.canary() == Deployment.CanaryPhase.GOING
                    || it.canary() == Deployment.CanaryPhase.SERVING)
        .flatMap(it -> it.before(app.id()))
        .map(old -> Math.min(wanted, old.spec().instances()))
        .orElse(wanted);
  }

  /** Before its turn, while paused and while a canary decides an app keeps its number of before. */
  private static int mostWanted(App app, Deployment deployment) {
    boolean held =
        deployment.state() == Deployment.State.PAUSED
            || deployment.canary() == Deployment.CanaryPhase.GOING
            || deployment.canary() == Deployment.CanaryPhase.SERVING
            || deployment.actionOn(app.id()).orElseThrow().step() > deployment.step();
    int before = deployment.before(app.id()).map(old -> old.spec().instances()).orElse(0);
    return held ? Math.max(before, app.spec().instances()) : app.spec().instances();
  }

  /** What the scheduler takes by itself leaves the minimum serving, unless the quota is used up. */
  private void checkKill(Fact.InstanceKillDecided kill) {
    var victim = shadow.instance(kill.id()).orElseThrow();
    switch (victim.condition()) {
      case STARTING, RUNNING, UNREACHABLE -> {}
      case INACTIVE ->
          assertThat(shadow.agent(victim.agent()).orElseThrow().ready())
              .as("the agent of %s is back", kill.id())
              .isTrue();
      case KILLING ->
          assertThat(kill.at())
              .as("%s had time to end", kill.id())
              .isAfterOrEqualTo(victim.since().plus(Rules.DEFAULT.killRetry()));
    }
    boolean ours = kill.reason().startsWith("replaced") || kill.reason().startsWith("scaled");
    if (ours && victim.serves()) {
      var app = shadow.app(victim.app()).orElseThrow();
      long serving = shadow.instancesOf(app.id()).stream().filter(Instance::serves).count();
      int minimum = app.spec().upgrade().minimumHealthy(leastWanted(app));
      assertThat(serving - 1 >= minimum || QuotaCheck.headroom(shadow, app.spec()) == 0)
          .as("%s of at least %s serve of %s after: %s", serving - 1, minimum, app.id(), kill)
          .isTrue();
    }
  }
}
