package dev.ekiden.api.agents;

import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.security.Callers;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import tools.jackson.databind.node.ObjectNode;

/** Agents as operators see them. */
@Path("/v3/agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AgentsResource {
  private static final double MILLIS = 1_000;

  @Inject private Callers callers;
  @Inject private View view;

  @GET
  public ObjectNode list() {
    callers.current().needOperator();
    return view.read(
        state -> {
          var node = Json.object();
          var agents = node.putArray("agents");
          for (var agent : state.agents()) {
            var entry =
                agents
                    .addObject()
                    .put("id", agent.id().value())
                    .put("host", agent.spec().host())
                    .put("state", agent.ready() ? "READY" : "UNREACHABLE")
                    .put("cpus", agent.spec().capacity().cpuMillis() / MILLIS)
                    .put("memMib", agent.spec().capacity().memMib())
                    .put("since", Json.time(agent.since()));
            var attributes = entry.putObject("attributes");
            agent.spec().attributes().forEach(attributes::put);
            entry
                .putObject("used")
                .put("cpus", agent.used().cpuMillis() / MILLIS)
                .put("memMib", agent.used().memMib())
                .put("instances", state.instancesOn(agent.id()).size());
          }
          return node;
        });
  }
}
