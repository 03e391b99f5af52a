package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Decides. {@link #decide} says what one event changes; {@link #settle} what an app needs next.
 * Both are pure: same arguments, same facts, same order. {@link #turn} strings them together the
 * way every shell does: decide, apply, settle all apps, apply.
 */
public final class Scheduler {
  /**
   * Settling again after a settling is pointless after so many rounds; a fault, were it reached.
   */
  private static final int MOST_ROUNDS = 8;

  private Scheduler() {}

  /** What the event changes, and the answer to whoever sent it. Changes nothing itself. */
  public static Decision decide(ClusterState state, Event event, Rules rules) {
    return switch (event) {
      case Event.AppSubmitted submitted -> new Wishes(state, rules).submit(submitted);
      case Event.AppDeleted deleted -> new Wishes(state, rules).delete(deleted);
      case Event.AppRestarted restarted -> new Wishes(state, rules).restart(restarted);
      case Event.InstancesKilled killed -> new Wishes(state, rules).kill(killed);
      case Event.DeploymentCancelled cancelled -> new Wishes(state, rules).cancel(cancelled);
      case Event.QuotaChanged(_, _, var project, var quota) ->
          Decision.of(List.of(new Fact.QuotaSet(project, quota)));
      case Event.AgentHello hello -> Decision.of(Happenings.hello(state, hello));
      case Event.AgentSilent silent -> Decision.of(Happenings.silent(state, silent));
      case Event.InstanceStepped stepped -> Decision.of(Happenings.stepped(state, stepped));
      case Event.InstanceStarted started -> Decision.of(Happenings.started(state, started));
      case Event.InstanceChecked checked -> Decision.of(Happenings.checked(state, checked));
      case Event.InstanceDied died -> Decision.of(Happenings.died(state, died));
      case Event.Tick _ -> Decision.of(List.of());
    };
  }

  /** What the app needs next. Level-triggered: asking twice is harmless. Changes nothing itself. */
  public static List<Fact> settle(ClusterState state, AppId app, Instant at) {
    return Settling.settle(state, app, at);
  }

  /** Decides one event, makes its facts true and settles; answers all facts in order. */
  public static Decision turn(ClusterState state, Event event, Rules rules) {
    var decision = decide(state, event, rules);
    var facts = new ArrayList<>(decision.facts());
    decision.facts().forEach(state::apply);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      int before = facts.size();
      for (var app : unsettled(state)) {
        var next = settle(state, app, event.at());
        next.forEach(state::apply);
        facts.addAll(next);
      }
      if (facts.size() == before) {
        return new Decision(facts, decision.reply());
      }
    }
    throw new IllegalStateException("did not settle after " + event);
  }

  private static List<AppId> unsettled(ClusterState state) {
    var ids = new TreeSet<AppId>();
    state.apps().stream().map(App::id).forEach(ids::add);
    state.deployments().stream().filter(Deployment::running).map(Deployment::app).forEach(ids::add);
    return List.copyOf(ids);
  }
}
