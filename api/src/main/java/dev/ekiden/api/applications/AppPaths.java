package dev.ekiden.api.applications;

import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.model.AppId;

/** App ids as they stand in request paths. */
public final class AppPaths {
  private AppPaths() {}

  /**
   * Leading and doubled slashes are dropped, as clients send them; 404 for what cannot be an id.
   */
  public static AppId id(String path) {
    var tidy = "/" + path.replaceAll("/+", "/").replaceAll("^/|/$", "");
    try {
      return new AppId(tidy);
    } catch (IllegalArgumentException e) {
      throw ApiProblem.notFound("App '" + tidy + "' does not exist");
    }
  }
}
