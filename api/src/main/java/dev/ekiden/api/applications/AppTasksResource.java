package dev.ekiden.api.applications;

import dev.ekiden.api.control.Commands;
import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.security.Caller;
import dev.ekiden.api.security.Callers;
import dev.ekiden.api.security.Role;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.state.Instance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Marathon's tasks of one app: its live instances. A class of its own beside {@link AppsResource},
 * with the same path, as JAX-RS looks for methods only in the classes whose path fits best.
 */
@Path("/v2/apps")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class AppTasksResource {
  @Inject private Callers callers;
  @Inject private View view;
  @Inject private Commands commands;

  @GET
  @Path("{id:.+}/tasks")
  public ObjectNode of(@PathParam("id") String path) {
    var id = existing(path, Role.VIEWER);
    return Tasks.of(view, id);
  }

  /** Kills an app's tasks, which are replaced, or with {@code scale} are not. */
  @DELETE
  @Path("{id:.+}/tasks")
  public Response killAll(
      @PathParam("id") String path,
      @QueryParam("host") String host,
      @QueryParam("scale") boolean scale) {
    var id = existing(path, Role.DEPLOYER);
    var victims =
        view.read(
            state ->
                state.instancesOf(id).stream()
                    .filter(Instance::active)
                    .filter(
                        instance ->
                            host == null
                                || host.equals("*")
                                || host.equals(Tasks.host(state, instance)))
                    .map(Instance::id)
                    .toList());
    return kill(id, victims, scale, false);
  }

  /** Kills one task; 404 if there is none of that id. */
  @DELETE
  @Path("{id:.+}/tasks/{task}")
  public Response killOne(
      @PathParam("id") String path,
      @PathParam("task") String task,
      @QueryParam("scale") boolean scale) {
    var id = existing(path, Role.DEPLOYER);
    var victim = InstanceId.ofTask(task);
    view.read(state -> state.instance(victim).filter(one -> Tasks.isTask(state, one)))
        .filter(instance -> instance.app().equals(id))
        .orElseThrow(() -> ApiProblem.notFound("Task '" + task + "' does not exist"));
    return kill(id, List.of(victim), scale, true);
  }

  private Response kill(AppId id, List<InstanceId> victims, boolean scale, boolean one) {
    Caller caller = callers.current();
    if (scale) {
      return AppsResource.result(
          commands.deploy(at -> new Event.InstancesKilled(at, caller.name(), id, victims, true)),
          200);
    }
    var node = Json.object();
    view.read(
        state -> {
          var killed =
              victims.stream()
                  .flatMap(victim -> state.instance(victim).stream())
                  .map(instance -> Tasks.task(state, instance))
                  .toList();
          if (one && !killed.isEmpty()) {
            node.set("task", killed.getFirst());
          } else {
            node.putArray("tasks").addAll(killed);
          }
          return killed;
        });
    commands.run(at -> new Event.InstancesKilled(at, caller.name(), id, victims, false));
    return Response.ok(node).build();
  }

  private AppId existing(String path, Role least) {
    var id = AppPaths.id(path);
    callers.current().need(id, least);
    view.read(state -> state.app(id))
        .orElseThrow(() -> ApiProblem.notFound("App '" + id.path() + "' does not exist"));
    return id;
  }
}
