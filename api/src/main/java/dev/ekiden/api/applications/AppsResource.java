package dev.ekiden.api.applications;

import dev.ekiden.api.artifacts.ArtifactUris;
import dev.ekiden.api.control.Commands;
import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.problem.JsonBody;
import dev.ekiden.api.security.Callers;
import dev.ekiden.api.security.Role;
import dev.ekiden.core.decide.Decision;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Command;
import dev.ekiden.core.state.App;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Marathon's /v2/apps. A reply means stored and accepted; the deployment does the rest. */
@Path("/v2/apps")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class AppsResource {
  /** Tries of a partial update whose app changes under it. */
  private static final int TRIES = 5;

  @Inject private Callers callers;
  @Inject private View view;
  @Inject private Commands commands;
  @Inject private ArtifactUris artifacts;

  /** Apps that the caller may see, filtered by part of the id, part of the command, labels. */
  @GET
  public ObjectNode list(
      @QueryParam("id") String id,
      @QueryParam("cmd") String cmd,
      @QueryParam("label") String label,
      @QueryParam("embed") List<String> embed) {
    var caller = callers.current();
    var selector = LabelSelector.parse(label == null ? "" : label);
    var wanted = embed(embed);
    var found =
        view.read(
            state ->
                state.apps().stream()
                    .filter(app -> caller.sees(app.id()))
                    .filter(app -> id == null || contains(app.id().path(), id))
                    .filter(app -> cmd == null || contains(line(app), cmd))
                    .filter(app -> selector.matches(app.spec().labels()))
                    .map(app -> AppInfos.look(state, app, wanted))
                    .toList());
    var node = Json.object();
    var apps = node.putArray("apps");
    found.forEach(info -> apps.add(info.write()));
    return node;
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  private static String line(App app) {
    return app.spec().command() instanceof Command.Shell(var line) ? line : "";
  }

  private static AppInfos.Embed embed(List<String> names) {
    var bare = names.stream().map(name -> name.replaceFirst("^(group\\.)?apps?\\.", "")).toList();
    boolean failures = bare.contains("failures");
    return new AppInfos.Embed(
        failures || bare.contains("tasks"),
        failures || bare.contains("lastTaskFailure"),
        bare.contains("ekiden"));
  }

  /** Creates an app: 201; 409 if it exists. */
  @POST
  public Response create(String body, @QueryParam("force") boolean force) {
    var caller = callers.current();
    var spec = AppReader.read(JsonBody.object(body), Optional.empty());
    caller.need(spec.id(), Role.DEPLOYER);
    var accepted = submit(spec, new Event.Expectation.New(), force);
    var info =
        view.read(
            state ->
                state
                    .app(spec.id())
                    .map(app -> AppInfos.info(state, app, AppInfos.Embed.EVERYTHING))
                    .orElseGet(Json::object));
    return Response.created(URI.create("/v2/apps" + spec.id().path()))
        .header("Marathon-Deployment-Id", accepted.deployment().value())
        .entity(info)
        .build();
  }

  /** One app with its tasks; its version as ETag. */
  @GET
  @Path("{id:.+}")
  public Response get(@PathParam("id") String path, @QueryParam("embed") List<String> embed) {
    var id = visible(path, Role.VIEWER);
    var wanted = AppInfos.Embed.EVERYTHING.withEkiden(embed(embed).ekiden());
    var look =
        view.read(state -> state.app(id).map(app -> AppInfos.look(state, app, wanted)))
            .orElseThrow(() -> ApiProblem.notFound(missing(id)));
    return Response.ok(one(look)).tag(look.version()).build();
  }

  static ObjectNode one(AppInfos.Look look) {
    var node = Json.object();
    node.set("app", look.write());
    return node;
  }

  /**
   * Creates (201) or changes (200) an app; absent fields keep their value unless told otherwise.
   */
  @PUT
  @Path("{id:.+}")
  public Response put(
      @PathParam("id") String path,
      @QueryParam("force") boolean force,
      @QueryParam("partialUpdate") @DefaultValue("true") boolean partial,
      @HeaderParam("If-Match") String ifMatch,
      String body) {
    var id = visible(path, Role.DEPLOYER);
    var change = JsonBody.object(body);
    for (int tries = 1; ; tries++) {
      try {
        var accepted = submit(id, change, partial, force, ifMatch == null ? "" : ifMatch);
        return result(accepted, accepted.created() ? 201 : 200);
      } catch (ApiProblem problem) {
        if (!problem.code().equals("changed") || ifMatch != null || tries == TRIES) {
          throw problem;
        }
      }
    }
  }

  private Decision.Reply.Accepted submit(
      AppId id, ObjectNode change, boolean partial, boolean force, String ifMatch) {
    var known = view.read(state -> state.app(id));
    var version = known.map(app -> Json.time(app.version())).orElse("");
    if (!ifMatch.isEmpty() && !ifMatch.replace("\"", "").equals(version)) {
      throw ApiProblem.preconditionFailed(
          "App '" + id.path() + "' is at version " + version + ", not at " + ifMatch);
    }
    if (known.isEmpty()) {
      var spec = AppEdits.replace(id, change);
      return submit(spec, new Event.Expectation.New(), force);
    }
    var app = known.get();
    var spec =
        AppEdits.isRollback(change)
            ? AppEdits.rollback(app, change)
            : partial ? AppEdits.merge(app, change) : AppEdits.replace(id, change);
    return submit(spec, new Event.Expectation.Unchanged(app.version()), force);
  }

  private Decision.Reply.Accepted submit(AppSpec spec, Event.Expectation expected, boolean force) {
    var missing = artifacts.missing(spec);
    if (!missing.isEmpty()) {
      throw ApiProblem.invalid(missing);
    }
    var by = callers.current().name();
    return commands.deploy(at -> new Event.AppSubmitted(at, by, spec, expected, force));
  }

  /** Ends all instances and forgets the app. */
  @DELETE
  @Path("{id:.+}")
  public Response delete(
      @PathParam("id") String path, @QueryParam("force") @DefaultValue("true") boolean force) {
    var id = visible(path, Role.MAINTAINER);
    var by = callers.current().name();
    return result(commands.deploy(at -> new Event.AppDeleted(at, by, id, force)), 200);
  }

  /** Replaces all instances by new ones of the same definition. */
  @POST
  @Path("{id:.+}/restart")
  public Response restart(@PathParam("id") String path, @QueryParam("force") boolean force) {
    var id = visible(path, Role.DEPLOYER);
    var by = callers.current().name();
    return result(commands.deploy(at -> new Event.AppRestarted(at, by, id, force)), 200);
  }

  /** Times of all definitions kept. */
  @GET
  @Path("{id:.+}/versions")
  public ObjectNode versions(@PathParam("id") String path) {
    var app = existing(visible(path, Role.VIEWER));
    var node = Json.object();
    var versions = node.putArray("versions");
    app.definitions().keySet().forEach(version -> versions.add(Json.time(version)));
    return node;
  }

  /** One earlier definition, bare. */
  @GET
  @Path("{id:.+}/versions/{version}")
  public ObjectNode version(@PathParam("id") String path, @PathParam("version") String version) {
    var app = existing(visible(path, Role.VIEWER));
    var spec = AppEdits.rollback(app, Json.object().put("version", version));
    return AppWriter.write(spec, app.servicePorts()).put("version", version);
  }

  private App existing(AppId id) {
    return view.read(state -> state.app(id)).orElseThrow(() -> ApiProblem.notFound(missing(id)));
  }

  private AppId visible(String path, Role least) {
    var id = AppPaths.id(path);
    callers.current().need(id, least);
    return id;
  }

  private static String missing(AppId id) {
    return "App '" + id.path() + "' does not exist";
  }

  static Response result(Decision.Reply.Accepted accepted, int status) {
    return Response.status(status)
        .header("Marathon-Deployment-Id", accepted.deployment().value())
        .entity(
            Json.object()
                .put("version", Json.time(accepted.version()))
                .put("deploymentId", accepted.deployment().value()))
        .build();
  }
}
