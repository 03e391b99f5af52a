package dev.ekiden.api.deployments;

import dev.ekiden.api.control.Commands;
import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.security.Callers;
import dev.ekiden.api.security.Role;
import dev.ekiden.core.decide.Decision;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.ReadinessSpec;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Instance;
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
              .forEach(deployment -> all.add(deployment(state, deployment)));
          return all;
        });
  }

  static ObjectNode deployment(ClusterState state, Deployment deployment) {
    var node =
        Json.object()
            .put("id", deployment.id().value())
            .put("version", Json.time(deployment.version()));
    var affected = node.putArray("affectedApps");
    deployment.actions().forEach(action -> affected.add(action.app().path()));
    node.putArray("affectedPods");
    var steps = node.putArray("steps");
    var current = node.putArray("currentActions");
    for (int step = 0; step <= deployment.lastStep(); step++) {
      var actions = steps.addObject().putArray("actions");
      for (var action : deployment.actions()) {
        if (action.step() == step) {
          actions.add(action(action, Json.array()));
        }
        if (action.step() == step && step == deployment.step()) {
          current.add(action(action, readiness(state, action.app())));
        }
      }
    }
    return node.put("currentStep", deployment.step() + 1)
        .put("totalSteps", deployment.lastStep() + 1);
  }

  private static ObjectNode action(Deployment.Action action, ArrayNode readiness) {
    var word =
        switch (action.kind()) {
          case START -> "StartApplication";
          case SCALE -> "ScaleApplication";
          case RESTART -> "RestartApplication";
          case STOP -> "StopApplication";
        };
    var node = Json.object().put("action", word).put("app", action.app().path());
    node.set("readinessCheckResults", readiness);
    return node;
  }

  /** What new instances have answered so far; the answers themselves are not kept. */
  private static ArrayNode readiness(ClusterState state, AppId id) {
    var all = Json.array();
    for (var instance : state.instancesOf(id)) {
      if (instance.readiness() != Instance.Readiness.NONE) {
        all.addObject()
            .put("name", name(state, instance))
            .put("taskId", instance.id().task())
            .put("ready", instance.readiness() == Instance.Readiness.READY);
      }
    }
    return all;
  }

  private static String name(ClusterState state, Instance instance) {
    return state
        .app(instance.app())
        .map(app -> app.definition(instance.configVersion()))
        .flatMap(spec -> spec.readiness().stream().findFirst())
        .map(ReadinessSpec::name)
        .orElse("");
  }

  /**
   * With {@code force}: 202, the lock is let go and instances stay as they are. Without: 200 with
   * the deployment that leads back to what was before; what is healthy of it is kept.
   */
  @DELETE
  @Path("{id}")
  public Response cancel(@PathParam("id") String id, @QueryParam("force") boolean force) {
    var caller = callers.current();
    var deployment =
        view.read(state -> state.deployment(new DeploymentId(id)))
            .filter(Deployment::running)
            .filter(found -> caller.sees(found.app()))
            .orElseThrow(() -> ApiProblem.notFound("DeploymentPlan " + id + " does not exist"));
    deployment.actions().forEach(action -> caller.need(action.app(), Role.DEPLOYER));
    if (!force) {
      return ledBack(
          commands.deploy(at -> new Event.DeploymentReverted(at, caller.name(), deployment.id())));
    }
    commands.run(at -> new Event.DeploymentCancelled(at, caller.name(), deployment.id()));
    return Response.accepted().build();
  }

  private static Response ledBack(Decision.Reply.Accepted accepted) {
    return Response.ok()
        .header("Marathon-Deployment-Id", accepted.deployment().value())
        .entity(
            Json.object()
                .put("version", Json.time(accepted.version()))
                .put("deploymentId", accepted.deployment().value()))
        .build();
  }
}
