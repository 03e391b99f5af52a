package dev.ekiden.api.instances;

import dev.ekiden.api.agentlink.Reader;
import dev.ekiden.api.applications.AppPaths;
import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.security.Callers;
import dev.ekiden.api.security.Role;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Question;
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
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What instances use and have used in the last hour. */
@Path("/v3")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StatsResource {
  private static final int HOUR = 3_600;

  /** Instances in one answer: each is asked, one after the other. */
  private static final int MOST_INSTANCES = 100;

  @Inject private Callers callers;
  @Inject private View view;
  @Inject private KnownInstances instances;
  @Inject private ReadingThreads threads;

  /**
   * @param seconds to look back, 0 to 3600
   */
  @GET
  @Path("instances/{id}/stats")
  public void ofInstance(
      @PathParam("id") String id,
      @QueryParam("seconds") @DefaultValue("3600") int seconds,
      @Suspended AsyncResponse answer) {
    check(seconds);
    var caller = callers.current();
    var instance = instances.visible(caller, id);
    threads.start(
        caller.name(),
        reader -> answer.resume(StatsJson.of(instance, ask(reader, instance, seconds))),
        answer::resume);
  }

  /** Of the instances of an app, in order of their ids; 100 at most, then those behind the last. */
  @GET
  @Path("apps/{id:.+}/stats")
  public void ofApp(
      @PathParam("id") String path,
      @QueryParam("seconds") @DefaultValue("0") int seconds,
      @QueryParam("after") @DefaultValue("") String after,
      @Suspended AsyncResponse answer) {
    check(seconds);
    var caller = callers.current();
    var app = AppPaths.id(path);
    caller.need(app, Role.VIEWER);
    var all = behind(app, after);
    threads.start(
        caller.name(), reader -> answer.resume(ofApp(reader, app, all, seconds)), answer::resume);
  }

  private List<Instance> behind(AppId app, String after) {
    return view.read(
        state -> {
          if (state.app(app).isEmpty()) {
            throw ApiProblem.notFound("App '" + app.path() + "' does not exist");
          }
          return state.instancesOf(app).stream()
              .filter(instance -> instance.id().value().compareTo(after) > 0)
              .sorted((one, other) -> one.id().compareTo(other.id()))
              .limit(MOST_INSTANCES + 1)
              .toList();
        });
  }

  private static ObjectNode ofApp(Reader reader, AppId app, List<Instance> all, int seconds)
      throws InterruptedException {
    var node = Json.object().put("app", app.path());
    var known = node.putArray("instances");
    var missing = node.putArray("missing");
    var some = all.subList(0, Math.min(MOST_INSTANCES, all.size()));
    for (var instance : some) {
      try {
        known.add(StatsJson.of(instance, ask(reader, instance, seconds)));
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

  private static List<Answer.Sample> ask(Reader reader, Instance instance, int seconds)
      throws InterruptedException {
    var samples = new ArrayList<Answer.Sample>();
    var reading = reader.ask(instance.agent(), new Question.Stats(instance.id().value(), seconds));
    try {
      for (var next = Answers.next(reader); next.isPresent(); next = Answers.next(reader)) {
        if (next.get() instanceof Answer.Samples(var some)) {
          samples.addAll(some);
        }
      }
      return samples;
    } finally {
      reader.leave(reading);
    }
  }

  private static void check(int seconds) {
    if (seconds < 0 || seconds > HOUR) {
      throw ApiProblem.badRequest("seconds must be 0 to " + HOUR);
    }
  }
}
