package dev.ekiden.core.sim;

import static dev.ekiden.core.sim.Violation.unless;

import dev.ekiden.core.decide.Decision;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Watches the journal and the machines, and calls out what breaks a {@link Law}. */
final class Laws {
  /** Longer than the most stubborn instance takes to end. */
  private static final long IN_REACH_MILLIS = 150_000;

  /** How long after its time kept room may still be there: ticks, slow writes, no leader. */
  private static final Duration HOLD_SLACK = Duration.ofSeconds(90);

  final Shadow shadow = new Shadow();
  final Placing placing = new Placing(shadow);
  final Sizing sizing = new Sizing(shadow, this);
  private final Simulation sim;
  private final Ending ending = new Ending(shadow);

  /** What really runs, and where; what ever ran on machines that remember it. */
  private final Map<String, SimAgent> truth = new HashMap<>();

  private final Set<String> ran = new HashSet<>();

  Laws(Simulation sim) {
    this.sim = sim;
  }

  /** A batch is in the journal. */
  void committed(long epoch, List<Fact> facts) {
    unless(
        epoch == sim.journal.epoch(),
        Law.FENCED,
        "epoch %s wrote in %s",
        epoch,
        sim.journal.epoch());
    for (var fact : facts) {
      sim.trace.add("fact", fact);
      ending.checkKnown(fact);
      switch (fact) {
        case Fact.InstancePlaced placed -> placing.check(placed);
        case Fact.InstanceKillDecided kill -> {
          ending.check(kill);
          checkReturn(kill);
        }
        case Fact.InstanceEnded(var id, var end) -> {
          checkEnd(id, end);
          checkRemembered(id, end, facts);
        }
        case Fact.InstanceResizeAsked asked -> sizing.check(asked);
        case Fact.InstanceResized(var id, _, var size, _) -> sizing.checkFreed(id, size);
        case Fact.InstanceResizeRefused(var id, _, var size, _, _) -> sizing.checkFreed(id, size);
        default -> {
          // Nothing more is asked of it.
        }
      }
      shadow.apply(fact);
    }
    for (var fact : facts) {
      if (fact instanceof Fact.DeploymentStarted started) {
        started.actions().forEach(action -> checkLock(action.app()));
      }
    }
    for (var hold : shadow.holds) {
      unless(
          !hold.until().plus(HOLD_SLACK).isBefore(sim.agenda.instant()),
          Law.HOLDS,
          "%s is still there",
          hold);
    }
  }

  private void checkLock(AppId app) {
    var all = shadow.locks.getOrDefault(app, new LinkedHashSet<>());
    unless(all.size() <= 1, Law.LOCK, "%s has %s", app, all);
  }

  private void checkEnd(InstanceId id, End end) {
    var one = shadow.live.get(id);
    boolean silent = shadow.machines.get(one.fact.agent()).silent;
    unless(
        !silent || !shadow.braked || end.cause() != End.Cause.LOST,
        Law.BRAKE,
        "%s is given up",
        id);
    unless(
        !truth.containsKey(id.value()) || (silent && end.cause() == End.Cause.LOST),
        Law.ENDED,
        "%s runs on %s: %s",
        id,
        one.fact.agent(),
        end);
  }

  /** Before the fact is true: its agent is back with what was given up. */
  private void checkReturn(Fact.InstanceKillDecided kill) {
    var one = shadow.live.get(kill.id());
    var app = one.fact.app();
    var known = shadow.apps.get(app);
    boolean mayServe =
        one.condition == Instance.Condition.INACTIVE
            && !shadow.machines.get(one.fact.agent()).silent
            && mayReturn(one)
            && (shadow.rolls(app) || one.version.equals(known.configVersion))
            && one.ran
            && one.well()
            && truth.containsKey(kill.id().value());
    if (mayServe) {
      long serving = shadow.of(app).stream().filter(Shadow.Live::serves).count();
      int minimum = known.spec.upgrade().minimumHealthy(shadow.least(app));
      unless(serving >= minimum, Law.RETURN, "%s: %s of %s serve", kill, serving, minimum);
    }
  }

  /** Whoever removes a silent agent does not wait for its return. */
  private void checkRemembered(InstanceId id, End end, List<Fact> batch) {
    var one = shadow.live.get(id);
    boolean waits =
        shadow.machines.get(one.fact.agent()).silent
            && end.cause() == End.Cause.LOST
            && mayReturn(one)
            && truth.containsKey(id.value())
            && batch.stream()
                .noneMatch(
                    fact ->
                        fact instanceof Fact.AgentRemoved(var agent, _, _)
                            && agent.equals(one.fact.agent()));
    unless(
        !waits || !end.at().isBefore(one.silentSince.plus(sim.rules.remembersGivenUp())),
        Law.RETURN,
        "%s is forgotten after %s: %s",
        id,
        one.silentSince,
        end);
  }

  private boolean mayReturn(Shadow.Live one) {
    var known = shadow.apps.get(one.fact.app());
    return one.goal != Instance.Goal.STOP
        && one.spec.forEver()
        && known != null
        && known.spec.forEver();
  }

  /** An agent starts something. */
  void begins(SimAgent agent, String instance) {
    var id = new InstanceId(instance);
    unless(shadow.placed.contains(id), Law.DURABLE, "%s runs before it is written", instance);
    var other = truth.put(instance, agent);
    unless(other == null, Law.ONCE, "%s runs on %s already", instance, agent.id);
    unless(ran.add(instance), Law.ONCE, "%s runs a second time", instance);
    var one = shadow.live.get(id);
    unless(
        one == null || one.fact.agent().equals(agent.id),
        Law.TRUTH,
        "%s runs on %s",
        instance,
        agent.id);
  }

  void ends(String instance) {
    truth.remove(instance);
  }

  /** The machine has lost all memory of it. */
  void forgotten(String instance) {
    truth.remove(instance);
    ran.remove(instance);
  }

  Map<String, SimAgent> truth() {
    return truth;
  }

  void obeys(SimAgent agent, long epoch, long highest) {
    unless(epoch >= highest, Law.FENCED, "%s obeys epoch %s after %s", agent.id, epoch, highest);
  }

  /** A kill order reaches what runs: it must have been decided, or be of something unwanted. */
  void killed(SimAgent agent, String instance) {
    var one = shadow.live.get(new InstanceId(instance));
    unless(
        one == null || !one.active() || !one.fact.agent().equals(agent.id),
        Law.DURABLE,
        "%s is told to end on %s, which nobody wrote",
        instance,
        agent.id);
  }

  /** From now on what should not run must end, as long as nothing comes in between. */
  void inReach(SimAgent agent, Link link) {
    var unwanted =
        agent.held.keySet().stream()
            .filter(instance -> !shadow.live.containsKey(new InstanceId(instance)))
            .toList();
    if (unwanted.isEmpty()) {
      return;
    }
    sim.agenda.in(
        IN_REACH_MILLIS,
        () -> {
          boolean steady =
              link.openAtAgent
                  && link.openAtMaster
                  && !link.lossy
                  && sim.leader().filter(leader -> leader == link.master).isPresent();
          for (var instance : unwanted) {
            unless(
                !steady || !agent.held.containsKey(instance),
                Law.ENDED,
                "%s still runs on %s, which is in reach",
                instance,
                agent.id);
          }
        });
  }

  void acknowledged(Said said) {
    unless(
        !said.end() || !shadow.live.containsKey(new InstanceId(said.instance())),
        Law.DURABLE,
        "the end of %s was acknowledged and is not written",
        said.instance());
  }

  void answered(Decision.Reply reply) {
    if (reply instanceof Decision.Reply.Accepted accepted) {
      unless(
          shadow.deployments.contains(accepted.deployment()),
          Law.PROMISE,
          "%s was promised and is not written",
          accepted);
    }
  }

  /** What agents and journal say of each other when nothing is under way. */
  void checkTruth() {
    truth.forEach(
        (instance, agent) -> {
          var one = shadow.live.get(new InstanceId(instance));
          unless(one != null, Law.ENDED, "%s still runs on %s", instance, agent.id);
          unless(one.fact.agent().equals(agent.id), Law.TRUTH, "%s is on %s", one.fact, agent.id);
          sizing.checkTruth(one, agent);
        });
    shadow.live.forEach(
        (id, one) ->
            unless(
                one.condition != Instance.Condition.RUNNING || truth.containsKey(id.value()),
                Law.TRUTH,
                "%s does not run",
                one.fact));
  }
}
