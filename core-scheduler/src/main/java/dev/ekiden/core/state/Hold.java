package dev.ekiden.core.state;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.Resources;
import java.time.Instant;

/** Room on an agent that is kept for an app; at most one of each app on each agent. */
public record Hold(AgentId agent, AppId app, Resources resources, Instant until) {}
