package dev.ekiden.api.plans;

import dev.ekiden.api.json.Json;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.Veto;
import dev.ekiden.core.place.Placement;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.share.QuotaLine;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What would happen were a definition submitted now: where it goes, what it takes of the quota. */
final class Plan {
  private static final double MILLIS = 1_000;

  private final ClusterState state;
  private final AppSpec spec;
  private final Optional<App> known;
  private final int starts;
  private final Placement.Answer placement;
  private final List<Veto> vetoes;
  private final List<QuotaLine> lines;

  /** What the submission would be. */
  enum Change {
    CREATE,
    UPDATE,
    SCALE,
    NOTHING
  }

  Plan(ClusterState state, AppSpec spec) {
    this.state = state;
    this.spec = spec;
    this.known = state.app(spec.id());
    // A new configuration sees none of the app's instances as already placed.
    var version =
        change() == Change.SCALE || change() == Change.NOTHING
            ? known.map(App::configVersion).orElse(Instant.EPOCH)
            : Instant.EPOCH;
    this.starts =
        change() == Change.SCALE || change() == Change.NOTHING
            ? Math.max(0, spec.instances() - state.instancesOf(spec.id()).size())
            : spec.instances();
    this.placement = Placement.place(state, spec, version, starts);
    this.vetoes = Placement.vetoes(state, spec, version);
    this.lines = QuotaCheck.lines(state, spec).stream().filter(Plan::isTold).toList();
  }

  /** The three that everybody asks about, and whatever is limited beside them. */
  private static boolean isTold(QuotaLine line) {
    return switch (line.kind()) {
      case CPUS, MEMORY, INSTANCES -> true;
      case DISK, GPUS, PORTS -> line.limit() != Quota.UNLIMITED;
    };
  }

  Change change() {
    if (known.isEmpty()) {
      return Change.CREATE;
    }
    var before = known.get().spec();
    if (before.equals(spec)) {
      return Change.NOTHING;
    }
    return before.differsInScaleOnly(spec) ? Change.SCALE : Change.UPDATE;
  }

  private boolean withinQuota() {
    return lines.stream().allMatch(QuotaLine::fits);
  }

  boolean fits() {
    return withinQuota() && placement.spots().size() == starts;
  }

  String sentence() {
    if (!withinQuota()) {
      return "This is over the quota of project %s.".formatted(spec.id().project().value());
    }
    if (state.agents().isEmpty()) {
      return "No agents have joined, so nothing can run yet.";
    }
    int placed = placement.spots().size();
    if (placed == starts) {
      return starts == 0
          ? "Nothing needs to start."
          : "%s on %s.".formatted(instances(starts), agents());
    }
    return "%d of %s can be placed now; the others would wait."
        .formatted(placed, instances(starts));
  }

  private static String instances(int count) {
    return count == 1 ? "1 instance" : count + " instances";
  }

  private String agents() {
    return String.join(
        ", ",
        placement.spots().stream().map(spot -> spot.agent().value()).distinct().sorted().toList());
  }

  ArrayNode agents(ArrayNode all) {
    var reasons = new TreeMap<String, String>();
    vetoes.forEach(veto -> reasons.put(veto.agent().value(), veto.sentence()));
    for (var agent : state.agents()) {
      var name = agent.id().value();
      all.addObject()
          .put("agent", name)
          .put("fits", !reasons.containsKey(name))
          .put("why", reasons.getOrDefault(name, "has room"));
    }
    return all;
  }

  ArrayNode placements() {
    var counts = new TreeMap<String, Integer>();
    placement.spots().forEach(spot -> counts.merge(spot.agent().value(), 1, Integer::sum));
    var all = Json.array();
    counts.forEach((agent, count) -> all.addObject().put("agent", agent).put("instances", count));
    return all;
  }

  ArrayNode quota() {
    var all = Json.array();
    for (var line : lines) {
      var node =
          all.addObject()
              .put("resource", line.kind().name().toLowerCase(java.util.Locale.ROOT))
              .put(
                  "unit",
                  List.of(QuotaLine.Kind.MEMORY, QuotaLine.Kind.DISK).contains(line.kind())
                      ? "MiB"
                      : "");
      if (line.limit() == Quota.UNLIMITED) {
        node.putNull("limit").putNull("free");
      } else {
        amount(node, "limit", line, line.limit());
        amount(node, "free", line, line.free());
      }
      amount(node, "used", line, line.used());
      amount(node, "asked", line, line.asked());
      node.put("fits", line.fits());
    }
    return all;
  }

  private static void amount(ObjectNode node, String name, QuotaLine line, long value) {
    if (line.kind() == QuotaLine.Kind.CPUS) {
      node.put(name, value / MILLIS);
    } else {
      node.put(name, value);
    }
  }
}
