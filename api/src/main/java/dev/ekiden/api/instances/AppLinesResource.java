package dev.ekiden.api.instances;

import dev.ekiden.api.agentlink.Reader;
import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.security.Callers;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.EndedInstance;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.wire.Answer;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The earliest lines since a time in the logs of all instances of an app, those ended included. */
@Path("/v3/apps/{id:.+}/log/lines")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AppLinesResource {
  /** Instances in one answer: each is asked, one after the other. */
  private static final int MOST_INSTANCES = 100;

  /** For all instances together; those that it is not enough for are named. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  @Inject private Callers callers;
  @Inject private View view;
  @Inject private KnownInstances instances;
  @Inject private ReadingThreads threads;

  /** Parameters: {@link LogQuery}; at most {@code limit} lines, and where to go on. */
  @GET
  public void lines(
      @PathParam("id") String path,
      @QueryParam("stream") @DefaultValue("all") String stream,
      @QueryParam("since") @DefaultValue("600") String since,
      @QueryParam("match") @DefaultValue("") String match,
      @QueryParam("limit") @DefaultValue("1000") int limit,
      @Suspended AsyncResponse answer) {
    LinesResource.check(limit);
    var query = LogQuery.of(stream, "", "", since, match, Instant.now());
    var caller = callers.current();
    var app = instances.visibleApp(caller, path);
    var all = view.read(state -> crew(state, app));
    threads.start(
        caller.name(),
        reader -> answer.resume(new Merged(reader, query, limit).of(app, all)),
        answer::resume);
  }

  /** Running ones first, then the last that ended first. */
  private static List<Instance> crew(ClusterState state, AppId app) {
    var all = new ArrayList<>(state.instancesOf(app));
    state.endedOf(app).stream().map(EndedInstance::last).forEach(all::add);
    return all;
  }

  private static final class Merged {
    private final Reader reader;
    private final LogQuery query;
    private final Earliest earliest;
    private final ObjectNode node = Json.object();

    Merged(Reader reader, LogQuery query, int limit) {
      this.reader = reader;
      this.query = query;
      this.earliest = new Earliest(limit, LinesResource.MOST_CHARS);
    }

    ObjectNode of(AppId app, List<Instance> all) throws InterruptedException {
      node.put("app", app.path());
      var missing = Json.array();
      var until = System.nanoTime() + LONGEST.toNanos();
      for (int i = 0; i < all.size(); i++) {
        var why = i < MOST_INSTANCES ? add(all.get(i), until) : "too many instances";
        if (!why.isEmpty()) {
          missing.addObject().put("instance", all.get(i).id().value()).put("why", why);
        }
      }
      var lines = node.putArray("lines");
      for (var dated : earliest.lines()) {
        lines.add(LineJson.of(dated.line()).put("instance", dated.instance()));
      }
      earliest
          .next()
          .ifPresentOrElse(
              millis -> node.put("next", Json.time(Instant.ofEpochMilli(millis))),
              () -> node.putNull("next"));
      return node.set("missing", missing);
    }

    /** Why lines of it may be missing; empty if none are. */
    private String add(Instance instance, long until) throws InterruptedException {
      var id = instance.id().value();
      if (System.nanoTime() - until > 0) {
        return "there was no time left for it";
      }
      try {
        var reading = reader.ask(instance.agent(), query.of(id, false, 0));
        var ofOne = earliest.of(id);
        while (true) {
          var piece = Answers.next(reader, reading);
          if (piece.isEmpty() || !(piece.get() instanceof Answer.Lines lines)) {
            return "";
          }
          for (var line : lines.lines()) {
            if (!ofOne.add(line)) {
              reader.leave(reading);
              return "";
            }
          }
          if (System.nanoTime() - until > 0) {
            reader.leave(reading);
            return "its log is long: ask with a later since";
          }
        }
      } catch (ApiProblem e) {
        if (e.status() == 400) {
          throw e;
        }
        return String.valueOf(e.getMessage());
      }
    }
  }
}
