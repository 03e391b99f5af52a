package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.TaskSpec;
import dev.ekiden.core.model.AgentId;
import java.util.List;

/** What a framework does with offers. */
public sealed interface Operation {

  /** Run these, each on its own. */
  record Launch(List<Wanted> tasks) implements Operation {}

  /** One that exists in Mesos and not here, such as {@code RESERVE}. */
  record Unsupported(String name) implements Operation {}

  /** A task and where its framework thinks that it will run. */
  record Wanted(AgentId agent, TaskSpec spec) {}
}
