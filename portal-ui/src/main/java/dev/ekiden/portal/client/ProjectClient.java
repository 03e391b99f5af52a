package dev.ekiden.portal.client;

import java.util.List;

/** Projects and their quotas. */
public final class ProjectClient {
  private final Api api;

  /** Asks through {@code api}. */
  public ProjectClient(Api api) {
    this.api = api;
  }

  /** All that the caller may see. */
  public List<Project> list() {
    return api.get("/v3/projects").list("projects", Project::of);
  }

  /** Sets all three limits at once; for admins. */
  public Project limit(String project, Quota quota) {
    var path = "/v3/projects/" + Api.encode(project) + "/quota";
    return Project.of(api.send("PUT", path, quota.json()).body());
  }
}
