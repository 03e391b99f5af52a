package dev.ekiden.api.instances;

import dev.ekiden.api.security.Callers;
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
import java.time.Instant;
import java.util.List;

/** The log of an instance as server-sent events, while it is written. */
@Path("/v3/instances/{id}/log/follow")
@RequestScoped
public class FollowResource {
  @Inject private Callers callers;
  @Inject private KnownInstances instances;
  @Inject private ReadingThreads threads;
  @Inject private Followers followers;

  /** Parameters: {@link LogQuery}. {@code Last-Event-ID} is a position, and overrules them. */
  @GET
  public void follow(
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
    threads.start(
        caller.name(),
        reader -> {
          StreamingOutput events = out -> followers.follow(reader, new Alone(instance), query, out);
          answer.resume(
              Response.ok(events, "text/event-stream").header("Cache-Control", "no-store").build());
        },
        answer::resume);
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
}
