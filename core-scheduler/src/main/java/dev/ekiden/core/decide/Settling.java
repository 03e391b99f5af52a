package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Pause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares what an app wants with what it has, and names the next step: first what supervision
 * asks, then what its run asks if it is a job, then what its rollout asks.
 */
final class Settling {
  private Settling() {}

  static Need need(ClusterState state, AppId id, Instant at, Rules rules) {
    var app = state.app(id);
    return app.isPresent() ? keepRoom(state, app.get(), at, rules) : leave(state, id, at, rules);
  }

  /** Room that is held is given back as soon as the app has no use for it. */
  private static Need keepRoom(ClusterState state, App app, Instant at, Rules rules) {
    var need = need(state, app, at, rules);
    if (!need.facts().isEmpty()) {
      return need;
    }
    var released = Preempting.release(state, app, need, at);
    return released.isEmpty() ? need : Need.of(released);
  }

  private static Need need(ClusterState state, App app, Instant at, Rules rules) {
    var facts = Supervision.look(state, app, at, rules);
    if (facts.isEmpty()) {
      facts = Jobs.look(state, app, at);
    }
    if (facts.isEmpty()) {
      facts = PerAgentApps.look(state, app, at);
    }
    return facts.isEmpty() ? Rolling.look(state, app, at, rules) : Need.of(facts);
  }

  /** The app is gone: room held for it is given back, what is left of it ends. */
  private static Need leave(ClusterState state, AppId id, Instant at, Rules rules) {
    var facts = new ArrayList<>(Preempting.release(state, id));
    facts.addAll(Supervision.lookAtGone(state, id, at, rules));
    return facts.isEmpty() ? Rolling.leave(state, id, at) : Need.of(facts);
  }

  /** When the app must be looked at again though nothing touches it. */
  static Optional<Instant> nextLook(ClusterState state, AppId id, Instant at, Rules rules) {
    var app = state.app(id);
    if (app.isEmpty()) {
      return Supervision.nextLookAtGone(state, id, at, rules);
    }
    var pause =
        app.get().pause() instanceof Pause.Until until && until.until().isAfter(at)
            ? Optional.of(until.until())
            : Optional.<Instant>empty();
    return Stream.of(
            pause,
            Supervision.nextLook(state, app.get(), at, rules),
            Jobs.nextLook(state, app.get(), at),
            Preempting.nextLook(state, app.get(), at),
            Rolling.nextLook(state, app.get(), at, rules))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }
}
