package dev.ekiden.api.instances;

import dev.ekiden.api.agentlink.Reader;
import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.security.Callers;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.state.Instance;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the instances of an app use. Its path is that of the class: JAX-RS looks at the methods of
 * the class whose path says most, and of no other.
 */
@Path("/v3/apps/{id:.+}/stats")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AppStatsResource {
  /** Instances in one answer: each is asked, one after the other. */
  private static final int MOST_INSTANCES = 100;

  @Inject private Callers callers;
  @Inject private View view;
  @Inject private KnownInstances instances;
  @Inject private ReadingThreads threads;

  /**
   * In order of their ids, 100 at most.
   *
   * @param after the last id of the page before
   */
  @GET
  public void get(
      @PathParam("id") String path,
      @QueryParam("seconds") @DefaultValue("0") int seconds,
      @QueryParam("after") @DefaultValue("") String after,
      @Suspended AsyncResponse answer) {
    StatsAsking.check(seconds);
    var caller = callers.current();
    var app = instances.visibleApp(caller, path);
    var all = behind(app, after);
    threads.start(
        caller.name(), reader -> answer.resume(ofApp(reader, app, all, seconds)), answer::resume);
  }

  private List<Instance> behind(AppId app, String after) {
    return view.read(
        state ->
            state.instancesOf(app).stream()
                .filter(instance -> instance.id().value().compareTo(after) > 0)
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .limit(MOST_INSTANCES + 1)
                .toList());
  }

  private static ObjectNode ofApp(Reader reader, AppId app, List<Instance> all, int seconds)
      throws InterruptedException {
    var node = Json.object().put("app", app.path());
    var known = node.putArray("instances");
    var missing = node.putArray("missing");
    var some = all.subList(0, Math.min(MOST_INSTANCES, all.size()));
    for (var instance : some) {
      try {
        known.add(StatsJson.of(instance, StatsAsking.ask(reader, instance, seconds)));
      } catch (ApiProblem e) {
        missing.addObject().put("instance", instance.id().value()).put("why", e.getMessage());
      }
    }
    if (all.size() > some.size()) {
      node.put("next", some.getLast().id().value());
    } else {
      node.putNull("next");
    }
    return node;
  }
}
