package dev.ekiden.api.projects;

import dev.ekiden.api.control.Commands;
import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.json.JsonFields;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.problem.JsonBody;
import dev.ekiden.api.problem.Violation;
import dev.ekiden.api.security.Caller;
import dev.ekiden.api.security.Callers;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** Projects with their limits and what they use. */
@Path("/v3/projects")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ProjectsResource {
  private static final double MILLIS = 1_000;
  private static final double MOST_WEIGHT = 1_000;
  private static final double MOST = 1e9;

  @Inject private Callers callers;
  @Inject private View view;
  @Inject private Commands commands;

  /** The caller's own projects; admins and operators see all there are. */
  @GET
  public ObjectNode list() {
    var caller = callers.current();
    return view.read(
        state -> {
          var node = Json.object();
          var projects = node.putArray("projects");
          for (var project : known(state, caller)) {
            projects.add(project(state, project, caller));
          }
          return node;
        });
  }

  private static SortedSet<ProjectId> known(ClusterState state, Caller caller) {
    var known = new TreeSet<>(caller.roles().keySet());
    if (caller.admin() || caller.operator()) {
      state.quotas().keySet().forEach(group -> known.add(group.project()));
      state.apps().stream().map(App::project).forEach(known::add);
    }
    return known;
  }

  private static ObjectNode project(ClusterState state, ProjectId id, Caller caller) {
    var role = caller.roles().get(id);
    var node = Json.object().put("id", id.value());
    node.put("role", role != null ? Caller.word(role) : caller.admin() ? "admin" : "operator");
    var quota = state.quota(id);
    var limits = node.putObject("quota");
    if (quota.cpuMillis() != Quota.UNLIMITED) {
      limits.put("cpus", quota.cpuMillis() / MILLIS);
    }
    limit(limits, "memMib", quota.memMib());
    limit(limits, "diskMib", quota.diskMib());
    limit(limits, "instances", quota.instances());
    limit(limits, "ports", quota.ports());
    if (quota.weight() != 1) {
      limits.put("weight", quota.weight());
    }
    if (quota.ceiling() != Priority.PRODUCTION) {
      limits.put("priority", quota.ceiling().name().toLowerCase(Locale.ROOT));
    }
    var wanted = QuotaCheck.wanted(state, id);
    node.putObject("used")
        .put("cpus", wanted.cpuMillis() / MILLIS)
        .put("memMib", wanted.memMib())
        .put("instances", QuotaCheck.wantedInstances(state, id));
    node.put("apps", state.apps().stream().filter(app -> app.project().equals(id)).count());
    return node;
  }

  private static void limit(ObjectNode limits, String name, long limit) {
    if (limit != Quota.UNLIMITED) {
      limits.put(name, limit);
    }
  }

  /**
   * Sets the limits of a group inside a project, hard as those of the project, and within them; a
   * limit left out is no limit.
   */
  @PUT
  @Path("{id}/groups/{group:.+}/quota")
  public ObjectNode setGroupQuota(
      @PathParam("id") String id, @PathParam("group") String inner, String body) {
    var caller = callers.current();
    caller.needAdmin();
    var group = new GroupId(project(id).value() + "/" + inner);
    if (!inner.matches("[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*")) {
      throw ApiProblem.badRequest(
          "A group's path has lower-case letters, digits, dashes: " + inner);
    }
    var quota = quota(body);
    commands.run(at -> new Event.QuotaChanged(at, caller.name(), group, quota));
    return view.read(state -> project(state, group.project(), caller));
  }

  private static ProjectId project(String id) {
    if (!id.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?")) {
      throw ApiProblem.badRequest("A project's name has lower-case letters, digits, dashes: " + id);
    }
    return new ProjectId(id);
  }

  /** Sets all limits of a project; a limit left out is no limit. Makes the project known. */
  @PUT
  @Path("{id}/quota")
  public ObjectNode setQuota(@PathParam("id") String id, String body) {
    var caller = callers.current();
    caller.needAdmin();
    var project = project(id);
    var quota = quota(body);
    commands.run(at -> new Event.QuotaChanged(at, caller.name(), project, quota));
    return view.read(state -> project(state, project, caller));
  }

  private static Quota quota(String body) {
    var violations = new ArrayList<Violation>();
    var fields = new JsonFields(JsonBody.object(body), "", violations);
    var quota =
        new Quota(
            limit(fields, "cpus", MILLIS),
            limit(fields, "memMib", 1),
            limit(fields, "diskMib", 1),
            Quota.UNLIMITED,
            limit(fields, "instances", 1),
            limit(fields, "ports", 1),
            fields.number("weight", 1, 0.001, MOST_WEIGHT),
            ceiling(fields));
    if (!violations.isEmpty()) {
      throw ApiProblem.invalid(violations);
    }
    return quota;
  }

  private static Priority ceiling(JsonFields fields) {
    var word = fields.text("priority", "production");
    for (var priority : Priority.values()) {
      if (priority.name().equalsIgnoreCase(word)) {
        return priority;
      }
    }
    fields.fault("priority", "must be batch, default, production or critical");
    return Priority.PRODUCTION;
  }

  private static long limit(JsonFields fields, String name, double scale) {
    return fields.has(name) ? Math.round(fields.number(name, 0, 0, MOST) * scale) : Quota.UNLIMITED;
  }
}
