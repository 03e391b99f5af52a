package dev.ekiden.core.sim;

import static dev.ekiden.core.sim.Violation.unless;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.Fact;
import java.util.List;

/** The rules on what is ended and by whom, and that facts speak of what exists. */
final class Ending {
  /** Reasons of kills that the scheduler decides for the sake of order, not because it must. */
  private static final List<String> BY_ITSELF = List.of("replaced", "scaled");

  private static final String PREEMPTED = "preempted by ";

  private final Shadow shadow;

  Ending(Shadow shadow) {
    this.shadow = shadow;
  }

  void checkKnown(Fact fact) {
    switch (fact) {
      case Fact.AppRemoved(var app) -> app(app, fact);
      case Fact.AppCounted(var app, _) -> app(app, fact);
      case Fact.AppPaused paused -> app(paused.app(), fact);
      case Fact.AppUnpaused(var app) -> app(app, fact);
      case Fact.AppWaits waits -> app(waits.app(), fact);
      case Fact.AppWaitsForQuota waits -> app(waits.app(), fact);
      case Fact.AppWaitsNoMore(var app) -> app(app, fact);
      case Fact.InstanceStepped(var id, _, _) -> instance(id, fact);
      case Fact.InstanceRunning(var id, _, _, _) -> instance(id, fact);
      case Fact.InstanceChecked(var id, _, _, _) -> instance(id, fact);
      case Fact.InstanceReadied(var id, _) -> instance(id, fact);
      case Fact.InstanceListened(var id, _, _) -> instance(id, fact);
      case Fact.InstanceReturned(var id, _, _) -> instance(id, fact);
      case Fact.InstanceInactive(var id, _) -> instance(id, fact);
      case Fact.InstanceReplaceDecided(var id, _, _) -> instance(id, fact);
      case Fact.InstanceKept(var id, _, _) -> instance(id, fact);
      case Fact.InstanceKillDecided(var id, _, _) -> instance(id, fact);
      case Fact.InstanceResizeAsked asked -> instance(asked.id(), fact);
      case Fact.InstanceResized resized -> instance(resized.id(), fact);
      case Fact.InstanceResizeRefused refused -> instance(refused.id(), fact);
      case Fact.InstanceEnded(var id, _) -> instance(id, fact);
      case Fact.AgentLost(var agent, _) -> {
        agent(agent, fact);
        unless(!shadow.machines.get(agent).silent, Law.KNOWN, "%s again", fact);
      }
      case Fact.AgentDrainAsked(var agent, _, _, _) -> agent(agent, fact);
      case Fact.AgentDrained(var agent, _) -> agent(agent, fact);
      case Fact.AgentActivated(var agent, _, _) -> agent(agent, fact);
      case Fact.AgentRemoved(var agent, _, _) -> {
        agent(agent, fact);
        var left = shadow.machines.get(agent).live;
        unless(left.isEmpty(), Law.KNOWN, "%s: it holds %s", fact, left.keySet());
      }
      case Fact.DeploymentStarted started ->
          unless(!shadow.deployments.contains(started.id()), Law.LOCK, "%s again", started.id());
      case Fact.DeploymentEnded(var id, _, _, _) ->
          unless(shadow.running.containsKey(id), Law.LOCK, "%s: it does not run", fact);
      default -> {
        // It may be new.
      }
    }
  }

  private void app(AppId app, Fact fact) {
    unless(shadow.apps.containsKey(app), Law.KNOWN, "no such app: %s", fact);
  }

  private void instance(InstanceId id, Fact fact) {
    unless(shadow.live.containsKey(id), Law.KNOWN, "no such instance: %s", fact);
  }

  private void agent(AgentId agent, Fact fact) {
    unless(shadow.machines.containsKey(agent), Law.KNOWN, "no such agent: %s", fact);
  }

  /** Before the fact is true. */
  void check(Fact.InstanceKillDecided fact) {
    var victim = shadow.live.get(fact.id());
    var known = shadow.apps.get(victim.fact.app());
    if (victim.active() && fact.reason().startsWith(PREEMPTED)) {
      checkBand(fact, victim);
    }
    boolean byItself = BY_ITSELF.stream().anyMatch(fact.reason()::startsWith);
    if (!byItself || !victim.serves() || known == null || isJob(victim, known)) {
      return;
    }
    long serving = shadow.of(victim.fact.app()).stream().filter(Shadow.Live::serves).count();
    int minimum = known.spec.upgrade().minimumHealthy(shadow.least(known.spec.id()));
    boolean quotaBlocks =
        known.spec.id().groups().stream()
            .anyMatch(group -> !new Placing(shadow).fits(group, known.spec));
    // Without room for one more, one below the minimum lets a rollout go on, unless all must serve.
    boolean roomBlocks =
        known.waiting instanceof Fact.AppWaits && known.spec.upgrade().minimumHealth() < 1;
    unless(
        serving - 1 >= minimum || quotaBlocks || (roomBlocks && serving >= minimum),
        Law.MINIMUM,
        "%s leaves %s of at least %s",
        fact,
        serving - 1,
        minimum);
  }

  private static boolean isJob(Shadow.Live victim, Known known) {
    return !victim.spec.forEver() || !known.spec.forEver();
  }

  private void checkBand(Fact.InstanceKillDecided fact, Shadow.Live victim) {
    var path = fact.reason().substring(PREEMPTED.length()).split(" ")[0];
    var winner = shadow.apps.get(new AppId(path));
    unless(winner != null, Law.BAND, "%s: there is no such app", fact);
    var band = winner.spec.policy().priority();
    // An app's band is the one it has now, whatever its older instances were started with.
    var now = shadow.apps.get(victim.fact.app());
    var its = (now == null ? victim.spec : now.spec).policy().priority();
    unless(band.above(its), Law.BAND, "%s, which is %s, for %s", fact, its, band);
  }
}
