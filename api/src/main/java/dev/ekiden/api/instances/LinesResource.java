package dev.ekiden.api.instances;

import dev.ekiden.api.agentlink.Reader;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.security.Callers;
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
import tools.jackson.databind.node.ObjectNode;

/** Lines of a log between two positions, since a time, or that match. */
@Path("/v3/instances/{id}/log/lines")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class LinesResource {
  private static final int MOST_LINES = 5_000;

  /** In one answer. */
  static final int MOST_CHARS = 1 << 20;

  private static final long TAIL = 65_536;

  /** Looking for what is rare: the answer then says how far it came. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  @Inject private Callers callers;
  @Inject private KnownInstances instances;
  @Inject private ReadingThreads threads;

  /** Parameters: {@link LogQuery}; at most {@code limit} lines, and where to go on. */
  @GET
  public void lines(
      @PathParam("id") String id,
      @QueryParam("stream") @DefaultValue("all") String stream,
      @QueryParam("offset") @DefaultValue("") String offset,
      @QueryParam("end") @DefaultValue("") String end,
      @QueryParam("since") @DefaultValue("") String since,
      @QueryParam("match") @DefaultValue("") String match,
      @QueryParam("limit") @DefaultValue("1000") int limit,
      @Suspended AsyncResponse answer) {
    check(limit);
    var query = LogQuery.of(stream, offset, end, since, match, Instant.now());
    var caller = callers.current();
    var instance = instances.visible(caller, id);
    threads.start(
        caller.name(),
        reader -> answer.resume(read(reader, instance, query, limit)),
        answer::resume);
  }

  static void check(int limit) {
    if (limit < 1 || limit > MOST_LINES) {
      throw ApiProblem.badRequest("limit must be 1 to " + MOST_LINES);
    }
  }

  private static ObjectNode read(Reader reader, Instance instance, LogQuery query, int limit)
      throws InterruptedException {
    reader.ask(instance.agent(), query.of(instance.id().value(), false, TAIL));
    var node = Json.object().put("instance", instance.id().value());
    var list = node.putArray("lines");
    var until = System.nanoTime() + LONGEST.toNanos();
    long next = 0;
    long size = 0;
    int chars = 0;
    while (true) {
      var piece = Answers.next(reader);
      if (piece.isEmpty() || !(piece.get() instanceof Answer.Lines lines)) {
        return node.put("next", next).put("size", size).put("whole", true);
      }
      for (var line : lines.lines()) {
        if (list.size() == limit || chars > MOST_CHARS) {
          return node.put("next", line.offset()).put("size", lines.size()).put("whole", false);
        }
        chars += line.text().length();
        list.add(LineJson.of(line));
      }
      next = lines.next();
      size = lines.size();
      if (System.nanoTime() - until > 0) {
        return node.put("next", next).put("size", size).put("whole", false);
      }
    }
  }
}
