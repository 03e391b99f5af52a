package dev.ekiden.core.state;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;

/** Hears what a fact touched, so that a look at it costs in proportion to what changed. */
public interface Watcher {
  /** For a state that nobody decides on. */
  Watcher NOBODY =
      new Watcher() {
        @Override
        public void changed(AppId app) {}

        @Override
        public void roomFreed(AgentId agent) {}

        @Override
        public void quotaFreed() {}

        @Override
        public void agentsChanged() {}
      };

  /** Something about the app, its instances or its deployment is different. */
  void changed(AppId app);

  /** The agent has more room than before. */
  void roomFreed(AgentId agent);

  /** A group may use more than before. */
  void quotaFreed();

  /** An agent came, went, or changed how it stands. */
  void agentsChanged();
}
