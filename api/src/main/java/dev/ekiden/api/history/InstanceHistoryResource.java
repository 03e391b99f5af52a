package dev.ekiden.api.history;

import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.registrar.projections.History;
import dev.ekiden.api.security.Callers;
import dev.ekiden.core.model.InstanceId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import tools.jackson.databind.node.ObjectNode;

/** What an instance went through, also when it is long over. */
@Path("/v3/instances/{id}/history")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class InstanceHistoryResource {
  @Inject private Callers callers;
  @Inject private History history;

  /** By its id, or its id as a task; a moment behind what is true. */
  @GET
  public ObjectNode get(@PathParam("id") String id) {
    var caller = callers.current();
    return history
        .instance(InstanceId.ofTask(id).value())
        .filter(story -> caller.sees(story.app()))
        .map(HistoryJson::of)
        .orElseThrow(() -> ApiProblem.notFound("Instance " + id + " does not exist"));
  }
}
