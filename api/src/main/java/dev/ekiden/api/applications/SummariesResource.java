package dev.ekiden.api.applications;

import dev.ekiden.api.control.Commands;
import dev.ekiden.api.control.Settings;
import dev.ekiden.api.control.View;
import dev.ekiden.api.deployments.DeploymentJson;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.routes.RouteNames;
import dev.ekiden.api.security.Callers;
import dev.ekiden.api.security.Role;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.Command;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Waiting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import tools.jackson.databind.node.ObjectNode;

/** Apps as people ask about them: one verdict each, and for one app all there is to know. */
@Path("/v3/apps")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class SummariesResource {
  private static final double MILLIS = 1_000;
  private static final int DEPLOYMENTS = 10;

  @Inject private Callers callers;
  @Inject private View view;
  @Inject private Commands commands;
  @Inject private Settings settings;

  @GET
  public ObjectNode list() {
    var caller = callers.current();
    return view.read(
        state -> {
          var node = Json.object();
          var apps = node.putArray("apps");
          state.apps().stream()
              .filter(app -> caller.sees(app.id()))
              .forEach(app -> apps.add(summary(state, app)));
          return node;
        });
  }

  /** Starts a run of a job now. */
  @POST
  @Path("{id:.+}/runs")
  public Response run(@PathParam("id") String path) {
    var caller = callers.current();
    var id = AppPaths.id(path);
    caller.need(id, Role.DEPLOYER);
    commands.run(at -> new Event.JobTriggered(at, caller.name(), id));
    return Response.accepted().build();
  }

  /** Ends the run of a job that is under way. */
  @DELETE
  @Path("{id:.+}/runs")
  public Response stop(@PathParam("id") String path) {
    var caller = callers.current();
    var id = AppPaths.id(path);
    caller.need(id, Role.DEPLOYER);
    commands.run(at -> new Event.JobStopped(at, caller.name(), id));
    return Response.accepted().build();
  }

  @GET
  @Path("{id:.+}")
  public ObjectNode get(@PathParam("id") String path) {
    var id = AppPaths.id(path);
    callers.current().need(id, Role.VIEWER);
    return view.read(
        state ->
            state
                .app(id)
                .map(app -> full(state, app))
                .orElseThrow(() -> ApiProblem.notFound("App '" + id.path() + "' does not exist")));
  }

  private ObjectNode summary(ClusterState state, App app) {
    var verdict = Verdict.of(state, app);
    var live = state.instancesOf(app.id());
    return Json.object()
        .put("id", app.id().path())
        .put("state", verdict.state().name())
        .put("sentence", verdict.sentence())
        .put(
            "running",
            live.stream()
                .filter(instance -> instance.condition() == Instance.Condition.RUNNING)
                .count())
        .put("healthy", live.stream().filter(Instance::serves).count())
        .put("wanted", app.spec().instances())
        .put("route", route(app))
        .put("version", Json.time(app.version()));
  }

  private String route(App app) {
    return RouteNames.of(app.spec(), settings.domain()).stream()
        .findFirst()
        .map(address -> RouteNames.url(address, settings.domain(), settings.domainAndPort()))
        .orElse("");
  }

  private ObjectNode full(ClusterState state, App app) {
    var spec = app.spec();
    var node =
        summary(state, app)
            .put("cpus", spec.resources().cpuMillis() / MILLIS)
            .put("memMib", spec.resources().memMib())
            .put("diskMib", spec.resources().diskMib());
    node.put(
        "cmd",
        switch (spec.command()) {
          case Command.Shell(var line) -> line;
          case Command.Words(var words) -> String.join(" ", words);
        });
    node.set("definition", AppWriter.write(spec, app.servicePorts()));
    var instances = node.putArray("instances");
    state
        .instancesOf(app.id())
        .forEach(instance -> instances.add(InstanceJson.live(state, instance)));
    var ended = node.putArray("ended");
    state.endedOf(app.id()).forEach(past -> ended.add(InstanceJson.ended(state, past)));
    deployments(state, app, node);
    waiting(state, app, node);
    return node;
  }

  private static void deployments(ClusterState state, App app, ObjectNode node) {
    var own =
        new ArrayList<>(
            state.deployments().stream()
                .filter(deployment -> deployment.app().equals(app.id()))
                .toList());
    var deployments = node.putArray("deployments");
    own.reversed().stream()
        .limit(DEPLOYMENTS)
        .forEach(deployment -> deployments.add(DeploymentJson.of(state, deployment)));
  }

  private static void waiting(ClusterState state, App app, ObjectNode node) {
    if (!(app.waiting() instanceof Waiting.ForRoom room)) {
      node.putNull("waiting");
      return;
    }
    var waiting =
        node.putObject("waiting")
            .put("missing", room.missing())
            .put("since", Json.time(room.since()))
            .put("sentence", Verdict.of(state, app).sentence());
    var agents = waiting.putArray("agents");
    for (var veto : room.vetoes()) {
      agents
          .addObject()
          .put("agent", veto.agent().value())
          .put("fits", false)
          .put("why", veto.sentence());
    }
  }
}
