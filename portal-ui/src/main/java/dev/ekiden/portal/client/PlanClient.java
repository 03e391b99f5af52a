package dev.ekiden.portal.client;

import jakarta.json.JsonObject;

/** Asks what a definition would do. */
public final class PlanClient {
  private final Api api;

  /** Asks through {@code api}. */
  public PlanClient(Api api) {
    this.api = api;
  }

  /** Changes nothing. */
  public Plan plan(JsonObject definition) {
    return Plan.of(api.send("POST", "/v3/plans", definition).body());
  }
}
