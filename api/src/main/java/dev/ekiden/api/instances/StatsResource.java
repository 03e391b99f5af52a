package dev.ekiden.api.instances;

import dev.ekiden.api.security.Callers;
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

/** What an instance uses and has used in the last hour. */
@Path("/v3/instances/{id}/stats")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StatsResource {
  @Inject private Callers callers;
  @Inject private KnownInstances instances;
  @Inject private ReadingThreads threads;

  /**
   * @param seconds to look back, 0 to 3600
   */
  @GET
  public void get(
      @PathParam("id") String id,
      @QueryParam("seconds") @DefaultValue("3600") int seconds,
      @Suspended AsyncResponse answer) {
    StatsAsking.check(seconds);
    var caller = callers.current();
    var instance = instances.visible(caller, id);
    threads.start(
        caller.name(),
        reader -> answer.resume(StatsJson.of(instance, StatsAsking.ask(reader, instance, seconds))),
        answer::resume);
  }
}
