package dev.ekiden.api.artifacts;

import dev.ekiden.api.problem.Violation;
import dev.ekiden.core.model.AppSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Checks that what an app fetches from us is there, before it fails on every agent. */
@ApplicationScoped
public class ArtifactUris {
  private static final String PREFIX = "artifact:sha256:";

  @Inject ArtifactStore store;

  /** One violation for each artifact that was never uploaded. */
  public List<Violation> missing(AppSpec spec) {
    var violations = new ArrayList<Violation>();
    for (int i = 0; i < spec.fetch().size(); i++) {
      var uri = spec.fetch().get(i).uri();
      if (uri.startsWith(PREFIX) && store.find(digest(uri)).isEmpty()) {
        violations.add(
            new Violation(
                "/fetch/" + i + "/uri",
                "no such artifact: upload it first with PUT /v3/artifacts?name=FILE"));
      }
    }
    return violations;
  }

  private static String digest(String uri) {
    var rest = uri.substring(PREFIX.length());
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }
}
