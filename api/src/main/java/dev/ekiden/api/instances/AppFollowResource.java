package dev.ekiden.api.instances;

import dev.ekiden.api.control.View;
import dev.ekiden.api.security.Callers;
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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The logs of all instances of an app as server-sent events, while they are written. */
@Path("/v3/apps/{id:.+}/log/follow")
@RequestScoped
public class AppFollowResource {
  /** What agents' clocks may differ by, and lines in the merged stream be out of order. */
  private static final long OVERLAP_MILLIS = 5_000;

  @Inject private Callers callers;
  @Inject private View view;
  @Inject private KnownInstances instances;
  @Inject private ReadingThreads threads;
  @Inject private Followers followers;

  /**
   * Parameters: {@link LogQuery}. {@code Last-Event-ID} is a time; what is a little older comes
   * again.
   */
  @GET
  public void follow(
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
    var id = instances.visibleApp(caller, path);
    threads.start(
        caller.name(),
        reader -> {
          StreamingOutput events = out -> followers.follow(reader, new OfApp(view, id), query, out);
          answer.resume(
              Response.ok(events, "text/event-stream").header("Cache-Control", "no-store").build());
        },
        answer::resume);
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
