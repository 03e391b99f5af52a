package dev.ekiden.portal.client;

import java.util.List;

/** Deployments, running and finished. */
public final class DeploymentClient {
  private final Api api;

  /** Asks through {@code api}. */
  public DeploymentClient(Api api) {
    this.api = api;
  }

  /** All that the caller may see, newest first. */
  public List<Deployment> list() {
    return api.get("/v3/deployments").list("deployments", Deployment::of);
  }

  /** One of them. */
  public Deployment get(String id) {
    return Deployment.of(api.get("/v3/deployments/" + Api.encode(id)));
  }
}
