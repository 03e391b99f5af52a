package dev.ekiden.portal.client;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Apps: what there is, and every change. A change answers the id of the deployment it started. */
public final class AppClient {
  private final Api api;

  /** Asks through {@code api}. */
  public AppClient(Api api) {
    this.api = api;
  }

  /** All that the caller may see. */
  public List<AppSummary> list() {
    return api.get("/v3/apps").list("apps", AppSummary::of);
  }

  /** One app; {@code id} is absolute: "/shop/web". */
  public App get(String id) {
    return App.of(api.get("/v3/apps" + path(id)));
  }

  /** One app, if it exists and the caller may see it. */
  public Optional<App> find(String id) {
    try {
      return Optional.of(get(id));
    } catch (ApiException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A new app. */
  public String create(JsonObject definition) {
    return api.send("POST", "/v2/apps", definition).deployment();
  }

  /** A new version of an app. */
  public String change(String id, JsonObject definition) {
    return api.send("PUT", "/v2/apps" + path(id), definition).deployment();
  }

  /** More or fewer instances. */
  public String scale(String id, int instances) {
    return change(id, Json.createObjectBuilder().add("instances", instances).build());
  }

  /** Replaces every instance by a new one of the same version. */
  public String restart(String id) {
    return api.send("POST", "/v2/apps" + path(id) + "/restart").deployment();
  }

  /** Stops and forgets it. */
  public String delete(String id) {
    return api.send("DELETE", "/v2/apps" + path(id)).deployment();
  }

  private static String path(String id) {
    var path = new StringBuilder();
    for (var segment : id.substring(1).split("/", -1)) {
      path.append('/').append(Api.encode(segment));
    }
    return path.toString();
  }
}
