package dev.ekiden.api.deployments;

import dev.ekiden.api.control.Commands;
import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.security.Callers;
import dev.ekiden.api.security.Role;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.state.Deployment;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Marathon's /v2/deployments: those under way; finished ones vanish from here. */
@Path("/v2/deployments")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MarathonDeployments {
  @Inject private Callers callers;
  @Inject private View view;
  @Inject private Commands commands;

  @GET
  public ArrayNode list() {
    var caller = callers.current();
    return view.read(
        state -> {
          var all = Json.array();
          state.deployments().stream()
              .filter(Deployment::running)
              .filter(deployment -> caller.sees(deployment.app()))
              .forEach(deployment -> all.add(deployment(deployment)));
          return all;
        });
  }

  static ObjectNode deployment(Deployment deployment) {
    var node =
        Json.object()
            .put("id", deployment.id().value())
            .put("version", Json.time(deployment.version()));
    node.putArray("affectedApps").add(deployment.app().path());
    node.putArray("affectedPods");
    node.putArray("steps").addObject().putArray("actions").add(action(deployment));
    node.putArray("currentActions").add(action(deployment));
    return node.put("currentStep", 1).put("totalSteps", 1);
  }

  private static ObjectNode action(Deployment deployment) {
    var word =
        switch (deployment.kind()) {
          case START -> "StartApplication";
          case SCALE -> "ScaleApplication";
          case RESTART -> "RestartApplication";
          case STOP -> "StopApplication";
        };
    var action = Json.object().put("action", word).put("app", deployment.app().path());
    action.putArray("readinessCheckResults");
    return action;
  }

  /** With {@code force}: 202, the lock is let go and instances stay as they are. */
  @DELETE
  @Path("{id}")
  public Response cancel(@PathParam("id") String id, @QueryParam("force") boolean force) {
    var caller = callers.current();
    var deployment =
        view.read(state -> state.deployment(new DeploymentId(id)))
            .filter(Deployment::running)
            .filter(found -> caller.sees(found.app()))
            .orElseThrow(() -> ApiProblem.notFound("DeploymentPlan " + id + " does not exist"));
    caller.need(deployment.app(), Role.DEPLOYER);
    if (!force) {
      throw ApiProblem.badRequest(
          "Rolling a deployment back is not supported yet. Cancel it with ?force=true, or put the"
              + " version you want: PUT /v2/apps"
              + deployment.app().path()
              + " {\"version\": …}");
    }
    commands.run(at -> new Event.DeploymentCancelled(at, caller.name(), deployment.id()));
    return Response.accepted().build();
  }
}
