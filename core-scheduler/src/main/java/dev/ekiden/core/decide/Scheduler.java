package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.List;

/**
 * Decides. {@link #decide} says what one event changes; {@link #settle} what an app needs next.
 * Both are pure: same arguments, same facts, same order. {@link #turn} strings them together the
 * way every shell does: decide, apply, settle what was touched or is due, apply.
 */
public final class Scheduler {
  private Scheduler() {}

  /** What the event changes, and the answer to whoever sent it. Changes nothing itself. */
  public static Decision decide(ClusterState state, Event event, Rules rules) {
    return switch (event) {
      case Event.AppSubmitted submitted -> new Wishes(state, rules).submit(submitted);
      case Event.AppDeleted deleted -> new Wishes(state, rules).delete(deleted);
      case Event.AppRestarted restarted -> new Wishes(state, rules).restart(restarted);
      case Event.AppsChanged changed -> new Wishes(state, rules).change(changed);
      case Event.InstancesKilled killed -> new Wishes(state, rules).kill(killed);
      case Event.DeploymentCancelled cancelled -> Steering.cancel(state, cancelled);
      case Event.DeploymentReverted reverted -> Steering.revert(state, reverted, rules);
      case Event.DeploymentPaused paused -> Steering.pause(state, paused);
      case Event.DeploymentResumed resumed -> Steering.resume(state, resumed);
      case Event.CanaryPromoted promoted -> Steering.promote(state, promoted);
      case Event.DelayReset reset -> Operations.resetDelay(state, reset);
      case Event.JobTriggered triggered -> Jobs.trigger(state, triggered);
      case Event.JobStopped stopped -> Jobs.stop(state, stopped);
      case Event.QuotaChanged(_, var by, var group, var quota) ->
          Decision.of(List.of(new Fact.QuotaSet(group, quota, by)));
      case Event.AgentHello hello -> Decision.of(Happenings.hello(state, hello));
      case Event.AgentSilent silent -> Decision.of(Happenings.silent(state, silent));
      case Event.AgentDrainAsked asked -> Operations.drain(state, asked);
      case Event.AgentActivated activated -> Operations.activate(state, activated);
      case Event.AgentRemoved removed -> Operations.remove(state, removed);
      case Event.InstanceStepped stepped -> Decision.of(Happenings.stepped(state, stepped));
      case Event.InstanceStarted started -> Decision.of(Happenings.started(state, started));
      case Event.InstanceChecked checked -> Decision.of(Happenings.checked(state, checked));
      case Event.InstanceReadied readied -> Decision.of(Happenings.readied(state, readied));
      case Event.InstanceListened listened -> Decision.of(Happenings.listened(state, listened));
      case Event.InstanceResized resized -> Decision.of(ResizeReports.resized(state, resized));
      case Event.InstanceDied died -> Decision.of(Happenings.died(state, died));
      case Event.Foreign foreign -> Foreigners.decide(state, foreign, rules);
      case Event.Tick _ -> Decision.of(List.of());
    };
  }

  /**
   * What the app needs next, all in one go. Level-triggered: asking twice is harmless. Changes
   * nothing itself.
   */
  public static List<Fact> settle(ClusterState state, AppId app, Instant at, Rules rules) {
    var need = Settling.need(state, app, at, rules);
    if (!need.facts().isEmpty() || need.start() == 0) {
      return need.facts();
    }
    return Starting.start(state, app, need, need.start(), at, rules).facts();
  }

  /**
   * Decides one event, makes its facts true and settles what it touched and what is due; answers
   * all facts in order. Of very many instances to place some are left for after the next tick: see
   * {@link Docket#pressing}.
   */
  public static Decision turn(ClusterState state, Docket docket, Event event, Rules rules) {
    if (event instanceof Event.Tick) {
      docket.refillStarts();
    }
    var decision = decide(state, event, rules);
    var turn = new Turn(state, docket, event.at(), rules);
    turn.apply(decision.facts());
    turn.settle();
    return new Decision(turn.facts(), decision.reply());
  }

  /** As {@link #turn(ClusterState, Docket, Event, Rules)} for a leader that remembers nothing. */
  public static Decision turn(ClusterState state, Event event, Rules rules) {
    return turn(state, Docket.everything(state), event, rules);
  }
}
