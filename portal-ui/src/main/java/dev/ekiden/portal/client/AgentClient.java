package dev.ekiden.portal.client;

import java.util.List;

/** Agents; for operators. */
public final class AgentClient {
  private final Api api;

  /** Asks through {@code api}. */
  public AgentClient(Api api) {
    this.api = api;
  }

  /** All of them. */
  public List<Agent> list() {
    return api.get("/v3/agents").list("agents", Agent::of);
  }
}
