package dev.ekiden.api.plans;

import dev.ekiden.api.applications.AppReader;
import dev.ekiden.api.artifacts.ArtifactUris;
import dev.ekiden.api.control.Settings;
import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.JsonBody;
import dev.ekiden.api.problem.Violation;
import dev.ekiden.api.routes.RouteNames;
import dev.ekiden.api.security.Callers;
import dev.ekiden.api.security.Role;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.state.ClusterState;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Says what a definition would lead to, changing nothing. */
@Path("/v3/plans")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PlansResource {
  @Inject private Callers callers;
  @Inject private View view;
  @Inject Settings settings;
  @Inject private ArtifactUris artifacts;

  @POST
  public ObjectNode plan(String body) {
    var caller = callers.current();
    var violations = new ArrayList<Violation>();
    var spec = AppReader.read(JsonBody.object(body), Optional.empty(), violations);
    spec.ifPresent(it -> caller.need(it.id(), Role.VIEWER));
    spec.ifPresent(it -> violations.addAll(artifacts.missing(it)));
    return spec.filter(_ -> violations.isEmpty())
        .map(it -> view.read(state -> plan(state, it)))
        .orElseGet(() -> invalid(violations));
  }

  static ObjectNode invalid(List<Violation> violations) {
    var plan =
        Json.object()
            .put("valid", false)
            .put("fits", false)
            .put("sentence", "The definition has faults.")
            .put("route", "")
            .put("change", "NOTHING")
            .put("resized", 0);
    var errors = plan.putArray("errors");
    for (var violation : violations) {
      errors.addObject().put("path", violation.path()).put("message", violation.message());
    }
    plan.putArray("agents");
    plan.putArray("placements");
    plan.putArray("quota");
    return plan;
  }

  ObjectNode plan(ClusterState state, AppSpec spec) {
    var plan = new Plan(state, spec);
    var node =
        Json.object()
            .put("valid", true)
            .put("fits", plan.fits())
            .put("sentence", plan.sentence())
            .put("route", route(spec))
            .put("change", plan.change().name())
            .put("resized", plan.resized());
    node.putArray("errors");
    node.set("agents", plan.agents(Json.array()));
    node.set("placements", plan.placements());
    node.set("quota", plan.quota());
    return node;
  }

  private String route(AppSpec spec) {
    return RouteNames.of(spec, settings.domain()).stream()
        .findFirst()
        .map(address -> RouteNames.url(address, settings.domain(), settings.domainAndPort()))
        .orElse("");
  }
}
