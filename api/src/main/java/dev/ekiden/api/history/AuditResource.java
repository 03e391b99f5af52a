package dev.ekiden.api.history;

import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.registrar.projections.AuditLine;
import dev.ekiden.api.registrar.projections.History;
import dev.ekiden.api.security.Caller;
import dev.ekiden.api.security.Callers;
import dev.ekiden.core.model.ProjectId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Who did what, newest first: in the caller's own projects; operators see what they share. */
@Path("/v3/audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
  private static final int MOST = 500;

  /** Stands for the cluster as a whole. */
  private static final String CLUSTER = "";

  @Inject private Callers callers;
  @Inject private History history;

  /**
   * @param limit 1 to 500
   * @param before id of the oldest entry that the caller has; empty: from the newest on
   */
  @GET
  public ObjectNode list(
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("before") @DefaultValue("") String before) {
    if (limit < 1 || limit > MOST) {
      throw ApiProblem.badRequest("limit must be 1 to " + MOST);
    }
    var node = Json.object();
    var entries = node.putArray("entries");
    lines(callers.current(), id(before), limit).forEach(line -> entries.add(HistoryJson.of(line)));
    return node;
  }

  private static long id(String before) {
    if (before.isEmpty()) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseLong(before);
    } catch (NumberFormatException e) {
      throw ApiProblem.badRequest("before must be the id of an entry");
    }
  }

  private List<AuditLine> lines(Caller caller, long before, int limit) {
    if (caller.admin()) {
      return history.audit(before, limit);
    }
    var projects = new ArrayList<String>();
    caller.roles().keySet().stream().map(ProjectId::value).forEach(projects::add);
    if (caller.operator()) {
      projects.add(CLUSTER);
    }
    return projects.isEmpty() ? List.of() : history.audit(projects, before, limit);
  }
}
