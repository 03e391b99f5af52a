package dev.ekiden.api.projects;

import dev.ekiden.api.json.Json;
import dev.ekiden.api.security.Caller;
import dev.ekiden.api.security.Callers;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import tools.jackson.databind.node.ObjectNode;

/** Who the caller is, as we see them. */
@Path("/v3/me")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {
  @Inject private Callers callers;

  @GET
  public ObjectNode me() {
    var caller = callers.current();
    var me = Json.object().put("name", caller.name());
    var roles = me.putArray("roles");
    if (caller.admin()) {
      roles.add("admin");
    }
    if (caller.operator()) {
      roles.add("operator");
    }
    var projects = me.putArray("projects");
    caller
        .roles()
        .forEach(
            (project, role) ->
                projects.addObject().put("id", project.value()).put("role", Caller.word(role)));
    return me;
  }
}
