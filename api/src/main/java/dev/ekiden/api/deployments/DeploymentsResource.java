package dev.ekiden.api.deployments;

import dev.ekiden.api.control.Commands;
import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.registrar.projections.History;
import dev.ekiden.api.registrar.projections.LedgerLine;
import dev.ekiden.api.security.Caller;
import dev.ekiden.api.security.Callers;
import dev.ekiden.api.security.Role;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.state.Deployment;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Deployments with their progress, and the ledger of all there ever were. */
@Path("/v3/deployments")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DeploymentsResource {
  private static final int MOST = 200;

  @Inject private Callers callers;
  @Inject private View view;
  @Inject private Commands commands;
  @Inject private History history;

  /** The newest first, finished ones too; from the registrar's ledger. */
  @GET
  public ObjectNode list() {
    var lines = lines(callers.current());
    var node = Json.object();
    var deployments = node.putArray("deployments");
    view.read(
        state -> {
          for (var line : lines) {
            deployments.add(
                state
                    .deployment(new DeploymentId(line.id()))
                    .map(live -> DeploymentJson.of(state, live))
                    .orElseGet(() -> past(line)));
          }
          return node;
        });
    return node;
  }

  private List<LedgerLine> lines(Caller caller) {
    if (caller.admin()) {
      return history.deployments(MOST);
    }
    var projects = caller.roles().keySet().stream().map(ProjectId::value).toList();
    return projects.isEmpty() ? List.of() : history.deployments(projects, MOST);
  }

  static ObjectNode past(LedgerLine line) {
    var node =
        Json.object()
            .put("id", line.id())
            .put("app", line.app())
            .put("kind", line.kind())
            .put("state", line.state())
            .put("by", line.by())
            .put("cause", line.cause())
            .put("startedAt", Json.time(line.startedAt()))
            .put("endedAt", ended(line))
            .put("sentence", line.sentence())
            .put("wanted", line.wanted())
            .put("healthy", 0);
    node.putArray("steps");
    var history = node.putArray("history");
    for (var happening : line.history()) {
      history
          .addObject()
          .put("at", Json.time(happening.at()))
          .put("what", happening.what())
          .put("detail", happening.detail());
    }
    return node;
  }

  /** Null in the answer while it runs. */
  private static @Nullable String ended(LedgerLine line) {
    return line.state().equals(Deployment.State.RUNNING.name()) ? null : Json.time(line.endedAt());
  }

  /** Nothing more is replaced until it is resumed. */
  @POST
  @Path("{id}/pause")
  public ObjectNode pause(@PathParam("id") String id) {
    return steer(id, Event.DeploymentPaused::new);
  }

  @POST
  @Path("{id}/resume")
  public ObjectNode resume(@PathParam("id") String id) {
    return steer(id, Event.DeploymentResumed::new);
  }

  /** The first instances of the new version are good: the rest follows. */
  @POST
  @Path("{id}/promote")
  public ObjectNode promote(@PathParam("id") String id) {
    return steer(id, Event.CanaryPromoted::new);
  }

  /** Leads back to what was before, as a deployment of its own; answers that one. */
  @POST
  @Path("{id}/rollback")
  public ObjectNode rollback(@PathParam("id") String id) {
    var caller = allowed(id);
    var accepted =
        commands.deploy(
            at -> new Event.DeploymentReverted(at, caller.name(), new DeploymentId(id)));
    return get(accepted.deployment().value());
  }

  /** What somebody asks of a deployment that is under way. */
  private interface Steering {
    Event at(Instant at, String by, DeploymentId deployment);
  }

  private ObjectNode steer(String id, Steering event) {
    var caller = allowed(id);
    commands.run(at -> event.at(at, caller.name(), new DeploymentId(id)));
    return get(id);
  }

  private Caller allowed(String id) {
    var caller = callers.current();
    var deployment =
        view.read(state -> state.deployment(new DeploymentId(id)))
            .filter(found -> caller.sees(found.app()))
            .orElseThrow(() -> ApiProblem.notFound("Deployment " + id + " does not exist"));
    deployment.actions().forEach(action -> caller.need(action.app(), Role.DEPLOYER));
    return caller;
  }

  /** From the state as long as it is remembered there, then from history. */
  @GET
  @Path("{id}")
  public ObjectNode get(@PathParam("id") String id) {
    var caller = callers.current();
    return view.read(
            state ->
                state
                    .deployment(new DeploymentId(id))
                    .filter(deployment -> caller.sees(deployment.app()))
                    .map(deployment -> DeploymentJson.of(state, deployment)))
        .or(
            () ->
                history
                    .deployment(id)
                    .filter(line -> caller.sees(new AppId(line.app())))
                    .map(DeploymentsResource::past))
        .orElseThrow(() -> ApiProblem.notFound("Deployment " + id + " does not exist"));
  }
}
