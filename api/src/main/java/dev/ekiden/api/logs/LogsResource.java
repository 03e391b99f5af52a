package dev.ekiden.api.logs;

import dev.ekiden.api.agentlink.AgentLogs;
import dev.ekiden.api.instances.KnownInstances;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.security.Callers;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Logs of instances, live ones and the latest ended ones, a piece at a time. */
@Path("/v3/instances")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class LogsResource {
  private static final int MOST_BYTES = 262_144;
  private static final List<String> STREAMS = List.of("stdout", "stderr", "all");

  @Inject private Callers callers;
  @Inject private KnownInstances instances;
  @Inject private AgentLogs logs;

  /** A piece of a log; ask next from {@code next}. */
  public record LogChunk(long offset, long next, long size, String text) {}

  /**
   * @param offset byte to begin with; negative: so many before the end
   * @param max bytes at most, 1 to 262144
   */
  @GET
  @Path("{id}/log")
  public LogChunk log(
      @PathParam("id") String id,
      @QueryParam("stream") @DefaultValue("stdout") String stream,
      @QueryParam("offset") @DefaultValue("-65536") long offset,
      @QueryParam("max") @DefaultValue("65536") int max) {
    if (!STREAMS.contains(stream)) {
      throw ApiProblem.badRequest("stream must be stdout, stderr or all");
    }
    if (max < 1 || max > MOST_BYTES) {
      throw ApiProblem.badRequest("max must be 1 to " + MOST_BYTES);
    }
    var instance = instances.visible(callers.current(), id);
    var chunk = logs.read(instance.agent(), instance.id(), stream, offset, max);
    return new LogChunk(chunk.offset(), chunk.next(), chunk.size(), chunk.text());
  }
}
