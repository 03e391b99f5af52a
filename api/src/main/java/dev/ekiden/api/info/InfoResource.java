package dev.ekiden.api.info;

import dev.ekiden.api.control.ControlLoop;
import dev.ekiden.api.control.LeaderAddress;
import dev.ekiden.api.control.Leadership;
import dev.ekiden.api.control.Settings;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.api.security.Callers;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import tools.jackson.databind.node.ObjectNode;

/** Marathon's /v2/info and /v2/leader. */
@Path("/v2")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class InfoResource {
  @Inject private Callers callers;
  @Inject private ControlLoop loop;
  @Inject private Leadership leadership;
  @Inject private Settings settings;

  @GET
  @Path("info")
  public ObjectNode info() {
    callers.current();
    var version = InfoResource.class.getPackage().getImplementationVersion();
    var info =
        Json.object()
            .put("name", "marathon")
            .put("version", "1.11.24")
            .put("buildref", "ekiden " + (version == null ? "development" : version))
            .put("elected", loop.leading())
            .put(
                "leader",
                leadership.leader().map(LeaderAddress::api).map(InfoResource::bare).orElse(""))
            .put("frameworkId", "ekiden");
    info.putObject("marathon_config").put("hostname", settings.advertise());
    info.putObject("zookeeper_config").put("zk", "zk://" + settings.zookeeper() + "/ekiden");
    info.putObject("http_config");
    return info;
  }

  @GET
  @Path("leader")
  public ObjectNode leader() {
    callers.current();
    var leader = leadership.leader().orElseThrow(() -> ApiProblem.notFound("There is no leader"));
    return Json.object().put("leader", bare(leader.api()));
  }

  /** Gives up leading; another master is elected, if there is one. For operators and admins. */
  @DELETE
  @Path("leader")
  public ObjectNode abdicate() {
    callers.current().needOperator();
    leadership.abdicate();
    return Json.object().put("message", "Leadership abdicated");
  }

  private static String bare(String address) {
    return address.replaceFirst("^https?://", "");
  }
}
