package dev.ekiden.core.state;

import dev.ekiden.core.foreign.ForeignFact;
import dev.ekiden.core.foreign.ForeignTask;

/** What facts about foreign frameworks do. */
final class ForeignFacts {
  private final ClusterState state;
  private final Watcher watcher;

  ForeignFacts(ClusterState state, Watcher watcher) {
    this.state = state;
    this.watcher = watcher;
  }

  void apply(ForeignFact fact) {
    if (fact instanceof ForeignFact.TaskEnded(var update)) {
      var agent = state.foreign.task(update.key()).map(ForeignTask::agent);
      state.foreign.apply(fact, state.agents.pool);
      agent.ifPresent(watcher::roomFreed);
    } else {
      state.foreign.apply(fact, state.agents.pool);
    }
  }
}
