package dev.ekiden.api.agents;

import dev.ekiden.api.agentlink.AgentClocks;
import dev.ekiden.api.control.Commands;
import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.json.JsonFields;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.problem.JsonBody;
import dev.ekiden.api.problem.Violation;
import dev.ekiden.api.security.Caller;
import dev.ekiden.api.security.Callers;
import dev.ekiden.core.decide.DrainForecast;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.state.Agent;
import dev.ekiden.core.state.Drain;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Agents as operators see them. */
@Path("/v3/agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AgentsResource {
  private static final double MILLIS = 1_000;
  private static final int MOST_SECONDS = 7 * 24 * 3_600;

  @Inject private Callers callers;
  @Inject private View view;
  @Inject private Commands commands;
  @Inject private AgentClocks clocks;

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
                    .put("state", state(agent))
                    .put("cpus", agent.spec().capacity().cpuMillis() / MILLIS)
                    .put("memMib", agent.spec().capacity().memMib())
                    .put("diskMib", agent.spec().capacity().diskMib())
                    .put("version", agent.spec().version())
                    .put("since", Json.time(agent.since()));
            clocks
                .skew(agent.id().value())
                .ifPresent(skew -> entry.put("clockSkewMillis", skew.toMillis()));
            var attributes = entry.putObject("attributes");
            agent.spec().attributes().forEach(attributes::put);
            entry
                .putObject("used")
                .put("cpus", agent.used().cpuMillis() / MILLIS)
                .put("memMib", agent.used().memMib())
                .put("diskMib", agent.used().diskMib())
                .put("instances", state.instancesOn(agent.id()).size());
          }
          return node;
        });
  }

  private static String state(Agent agent) {
    return switch (agent.standing()) {
      case OPEN -> "READY";
      case SILENT -> "UNREACHABLE";
      case DRAINING -> agent.drain() instanceof Drain.Done ? "DRAINED" : "DRAINING";
    };
  }

  /**
   * Empties an agent: its instances move elsewhere, each app keeping its minimum. After {@code
   * withinSeconds} whatever is left is ended; 0, the default: never.
   */
  @POST
  @Path("{id}/drain")
  public ObjectNode drain(@PathParam("id") String id, String body) {
    var caller = operator();
    var violations = new ArrayList<Violation>();
    var json = body.isBlank() ? Json.object() : JsonBody.object(body);
    int within = new JsonFields(json, "", violations).whole("withinSeconds", 0, 0, MOST_SECONDS);
    if (!violations.isEmpty()) {
      throw ApiProblem.invalid(violations);
    }
    commands.run(
        at ->
            new Event.AgentDrainAsked(
                at, caller.name(), new AgentId(id), Duration.ofSeconds(within)));
    return list();
  }

  /** What draining it would do, were it asked for now. */
  @GET
  @Path("{id}/drain")
  public ObjectNode forecast(@PathParam("id") String id) {
    operator();
    var agent = new AgentId(id);
    return view.read(
        state -> {
          if (state.agent(agent).isEmpty()) {
            throw ApiProblem.notFound("Agent " + id + " does not exist");
          }
          return ForecastJson.of(DrainForecast.of(state, List.of(agent)));
        });
  }

  /** Lets an agent take instances again. */
  @POST
  @Path("{id}/activate")
  public ObjectNode activate(@PathParam("id") String id) {
    var caller = operator();
    commands.run(at -> new Event.AgentActivated(at, caller.name(), new AgentId(id)));
    return list();
  }

  /** Forgets an agent that is silent or drained and holds nothing. */
  @DELETE
  @Path("{id}")
  public void remove(@PathParam("id") String id) {
    var caller = operator();
    commands.run(at -> new Event.AgentRemoved(at, caller.name(), new AgentId(id)));
  }

  private Caller operator() {
    var caller = callers.current();
    caller.needOperator();
    return caller;
  }
}
