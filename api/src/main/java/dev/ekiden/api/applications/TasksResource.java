package dev.ekiden.api.applications;

import dev.ekiden.api.control.View;
import dev.ekiden.api.security.Callers;
import dev.ekiden.core.state.Instance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Marathon's /v2/tasks: live instances of all apps. */
@Path("/v2/tasks")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class TasksResource {
  @Inject private Callers callers;
  @Inject private View view;

  /** All tasks that the caller may see; {@code status} is {@code running} or {@code staging}. */
  @GET
  public ObjectNode all(
      @QueryParam("status") List<String> status, @QueryParam("status[]") List<String> more) {
    var caller = callers.current();
    var wanted = status.isEmpty() ? more : status;
    return Tasks.all(
        view,
        instance ->
            caller.sees(instance.app()) && (wanted.isEmpty() || wanted.contains(word(instance))));
  }

  private static String word(Instance instance) {
    return instance.condition() == Instance.Condition.STARTING ? "staging" : "running";
  }
}
