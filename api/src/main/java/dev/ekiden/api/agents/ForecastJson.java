package dev.ekiden.api.agents;

import dev.ekiden.api.json.Json;
import dev.ekiden.core.decide.DrainForecast;
import tools.jackson.databind.node.ObjectNode;

/** What draining agents would do, as operators read it. */
final class ForecastJson {
  private ForecastJson() {}

  static ObjectNode of(DrainForecast forecast) {
    var node = Json.object();
    var moves = node.putArray("moves");
    for (var move : forecast.moves()) {
      moves
          .addObject()
          .put("instance", move.instance().value())
          .put("app", move.app().path())
          .put("from", move.from().value())
          .put("to", move.to().value());
    }
    var stuck = node.putArray("stuck");
    for (var one : forecast.stuck()) {
      var entry = stuck.addObject().put("app", one.app().path());
      var instances = entry.putArray("instances");
      one.instances().forEach(instance -> instances.add(instance.value()));
      var agents = entry.putArray("agents");
      for (var veto : one.vetoes()) {
        agents.addObject().put("agent", veto.agent().value()).put("why", veto.sentence());
      }
    }
    var stays = node.putArray("stays");
    for (var stay : forecast.stays()) {
      stays
          .addObject()
          .put("instance", stay.instance().value())
          .put("app", stay.app().path())
          .put("agent", stay.agent().value())
          .put("why", stay.sentence());
    }
    var dips = node.putArray("dips");
    for (var dip : forecast.dips()) {
      dips.addObject()
          .put("app", dip.app().path())
          .put("serving", dip.serving())
          .put("minimum", dip.minimum())
          .put("left", dip.left())
          .put("why", dip.sentence());
    }
    return node;
  }
}
