package dev.ekiden.api.queue;

import dev.ekiden.api.applications.AppPaths;
import dev.ekiden.api.control.Commands;
import dev.ekiden.api.control.View;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.security.Callers;
import dev.ekiden.api.security.Role;
import dev.ekiden.core.decide.Event;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.Pause;
import dev.ekiden.core.state.Waiting;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Marathon's /v2/queue: apps whose instances wait for room or for their delay. */
@Path("/v2/queue")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class QueueResource {
  @Inject private Callers callers;
  @Inject private View view;
  @Inject private Commands commands;

  @GET
  public ObjectNode list() {
    var caller = callers.current();
    var now = Instant.now();
    return view.read(
        state -> {
          var node = Json.object();
          var queue = node.putArray("queue");
          state.apps().stream()
              .filter(app -> caller.seesWaiting(app.id()))
              .forEach(app -> add(queue, app, state.awaitedOf(app.id()), now));
          return node;
        });
  }

  /** Forgets the app's delay, so that it may start instances at once. */
  @DELETE
  @Path("{id:.+}/delay")
  public void resetDelay(@PathParam("id") String path) {
    var caller = callers.current();
    var id = AppPaths.id(path);
    caller.need(id, Role.DEPLOYER);
    commands.run(at -> new Event.DelayReset(at, caller.name(), id));
  }

  static void add(ArrayNode queue, App app, int live, Instant now) {
    long left = secondsLeft(app, now);
    int missing = app.wanted() - live;
    if (app.waiting() instanceof Waiting.ForRoom waiting) {
      var item = item(queue, app, waiting.missing(), left, waiting.since());
      var offers = item.putObject("processedOffersSummary");
      var vetoes = waiting.vetoes();
      offers.put("processedOffersCount", vetoes.size());
      offers.put("unusedOffersCount", vetoes.size());
      offers.set("rejectSummaryLastOffers", summary(vetoes));
      offers.set("rejectSummaryLaunchAttempt", summary(vetoes));
    } else if (app.waiting() instanceof Waiting.ForQuota waiting) {
      item(queue, app, waiting.missing(), left, waiting.since());
    } else if (left > 0 && missing > 0) {
      item(queue, app, missing, left, now);
    }
  }

  private static ObjectNode item(ArrayNode queue, App app, int count, long left, Instant since) {
    var item = queue.addObject();
    item.putObject("app").put("id", app.id().path()).put("version", Json.time(app.version()));
    item.put("count", count).put("role", "*").put("since", Json.time(since));
    item.putObject("delay").put("timeLeftSeconds", left).put("overdue", left == 0);
    return item;
  }

  private static long secondsLeft(App app, Instant now) {
    return app.pause() instanceof Pause.Until until && now.isBefore(until.until())
        ? Math.max(1, Duration.between(now, until.until()).toSeconds())
        : 0;
  }

  private static ArrayNode summary(List<Veto> vetoes) {
    var counts = new TreeMap<String, Integer>();
    vetoes.forEach(veto -> counts.merge(reason(veto), 1, Integer::sum));
    var all = Json.array();
    counts.forEach(
        (reason, count) ->
            all.addObject()
                .put("reason", reason)
                .put("declined", count)
                .put("processed", vetoes.size()));
    return all;
  }

  /** Marathon's word for the reason. */
  private static String reason(Veto veto) {
    return switch (veto) {
      case Veto.Silent _, Veto.Draining _ -> "AgentMaintenance";
      case Veto.RoleDiffers _ -> "UnfulfilledRole";
      case Veto.ConstraintFails _ -> "UnfulfilledConstraint";
      case Veto.ShortOf shortage ->
          switch (shortage.kind()) {
            case CPUS -> "InsufficientCpus";
            case MEMORY -> "InsufficientMemory";
            case DISK -> "InsufficientDisk";
            case GPUS -> "InsufficientGpus";
          };
      case Veto.PortTaken _, Veto.NoPorts _ -> "InsufficientPorts";
    };
  }
}
