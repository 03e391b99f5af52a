package dev.ekiden.api.instances;

import dev.ekiden.api.agentlink.Reader;
import dev.ekiden.api.applications.AppPaths;
import dev.ekiden.api.control.ControlLoop;
import dev.ekiden.api.control.View;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.security.Callers;
import dev.ekiden.api.security.Role;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.wire.Answer;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Logs as server-sent events while they are written: of one instance, or of all of an app. */
@Path("/v3")
@RequestScoped
public class FollowResource {
  /** What agents' clocks may differ by, and lines in the merged stream be out of order. */
  private static final long OVERLAP_MILLIS = 5_000;

  @Inject private Callers callers;
  @Inject private View view;
  @Inject private ControlLoop loop;
  @Inject private KnownInstances instances;
  @Inject private ReadingThreads threads;

  /** Parameters: {@link LogQuery}. {@code Last-Event-ID} is a position, and overrules them. */
  @GET
  @Path("instances/{id}/log/follow")
  public void instance(
      @PathParam("id") String id,
      @QueryParam("stream") @DefaultValue("all") String stream,
      @QueryParam("offset") @DefaultValue("") String offset,
      @QueryParam("since") @DefaultValue("") String since,
      @QueryParam("match") @DefaultValue("") String match,
      @HeaderParam("Last-Event-ID") @DefaultValue("") String last,
      @Suspended AsyncResponse answer) {
    var from = last.matches("[0-9]{1,18}") ? last : offset;
    var query = LogQuery.of(stream, from, "", since, match, Instant.now());
    var caller = callers.current();
    var instance = instances.visible(caller, id);
    follow(caller.name(), new Alone(instance), query, answer);
  }

  /** The same; {@code Last-Event-ID} is a time, and what is a little older comes again. */
  @GET
  @Path("apps/{id:.+}/log/follow")
  public void app(
      @PathParam("id") String path,
      @QueryParam("stream") @DefaultValue("all") String stream,
      @QueryParam("since") @DefaultValue("") String since,
      @QueryParam("match") @DefaultValue("") String match,
      @HeaderParam("Last-Event-ID") @DefaultValue("") String last,
      @Suspended AsyncResponse answer) {
    var asked = LogQuery.of(stream, "", "", since, match, Instant.now());
    var query =
        last.matches("t[0-9]{1,15}")
            ? asked.since(Long.parseLong(last.substring(1)) - OVERLAP_MILLIS)
            : asked;
    var caller = callers.current();
    var id = AppPaths.id(path);
    caller.need(id, Role.VIEWER);
    if (view.read(state -> state.app(id).isEmpty())) {
      throw ApiProblem.notFound("App '" + id.path() + "' does not exist");
    }
    follow(caller.name(), new OfApp(view, id), query, answer);
  }

  private void follow(String caller, Following.Crew crew, LogQuery query, AsyncResponse answer) {
    threads.start(
        caller,
        reader -> {
          StreamingOutput events = out -> run(reader, new EventWriter(out), crew, query);
          answer.resume(
              Response.ok(events, "text/event-stream").header("Cache-Control", "no-store").build());
        },
        answer::resume);
  }

  private void run(Reader reader, EventWriter events, Following.Crew crew, LogQuery query)
      throws IOException {
    try {
      new Following(reader, events, loop::leading, crew, query).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped");
    }
  }

  private record Alone(Instance instance) implements Following.Crew {
    @Override
    public Iterable<Instance> now() {
      return List.of(instance);
    }

    @Override
    public boolean grows() {
      return false;
    }

    @Override
    public String id(Answer.Line line, long next) {
      return Long.toString(next);
    }
  }

  private record OfApp(View view, AppId app) implements Following.Crew {
    @Override
    public Iterable<Instance> now() {
      return view.read(state -> state.instancesOf(app));
    }

    @Override
    public boolean grows() {
      return view.read(state -> state.app(app).isPresent());
    }

    @Override
    public String id(Answer.Line line, long next) {
      try {
        return "t" + OffsetDateTime.parse(line.at()).toInstant().toEpochMilli();
      } catch (DateTimeException _) {
        return "";
      }
    }
  }
}
