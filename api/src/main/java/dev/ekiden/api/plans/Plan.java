package dev.ekiden.api.plans;

import dev.ekiden.api.json.Json;
import dev.ekiden.core.decide.Plan.FirstStarts;
import dev.ekiden.core.decide.Planner;
import dev.ekiden.core.decide.Rules;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.place.Counterfactual;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.share.QuotaLine;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What would happen were a definition submitted now: where it goes, what it takes of the quota. */
final class Plan {
  private static final double MILLIS = 1_000;
  private static final int MOST_HELP = 2;

  private final ClusterState state;
  private final AppSpec spec;
  private final Optional<App> known;
  private final FirstStarts first;
  private final int resized;
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
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var foretold = Planner.foretell(state, spec, now, Rules.DEFAULT);
    this.first = foretold.first();
    this.resized = foretold.resized();
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
    return withinQuota() && first.waiting() == 0;
  }

  String sentence() {
    if (!withinQuota()) {
      return "This is over the quota of project %s.".formatted(spec.id().project().value());
    }
    if (state.agents().isEmpty()) {
      return "No agents have joined, so nothing can run yet.";
    }
    return resized == 0 ? starts() : "%s %s".formatted(inPlace(), starts());
  }

  /** So many instances get the new size as they run. */
  int resized() {
    return resized;
  }

  private String inPlace() {
    var verb = resized == 1 ? "gets" : "get";
    return "%s %s the new size without a restart.".formatted(instances(resized), verb);
  }

  private String starts() {
    int placed = first.spots().size();
    int starts = first.wanted();
    if (placed == starts) {
      return starts == 0
          ? "Nothing needs to start."
          : "%s on %s.".formatted(instances(starts), agents());
    }
    return "%d of %s can be placed now; the others would wait.%s"
        .formatted(placed, instances(starts), help());
  }

  /** The first few changes that would let all in, as a sentence each. */
  private String help() {
    return first.wouldHelp().stream()
        .filter(change -> !(change instanceof Counterfactual.FewerInstances))
        .limit(MOST_HELP)
        .map(change -> " " + sentence(change.sentence()))
        .collect(Collectors.joining());
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }

  private static String instances(int count) {
    return count == 1 ? "1 instance" : count + " instances";
  }

  private String agents() {
    return String.join(
        ", ",
        first.spots().stream().map(spot -> spot.agent().value()).distinct().sorted().toList());
  }

  ArrayNode agents(ArrayNode all) {
    var reasons = new TreeMap<String, String>();
    first.vetoes().forEach(veto -> reasons.put(veto.agent().value(), veto.sentence()));
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
    first.spots().forEach(spot -> counts.merge(spot.agent().value(), 1, Integer::sum));
    var all = Json.array();
    counts.forEach((agent, count) -> all.addObject().put("agent", agent).put("instances", count));
    return all;
  }

  ArrayNode quota() {
    var all = Json.array();
    for (var line : lines) {
      var node =
          all.addObject()
              .put("resource", line.kind().name().toLowerCase(Locale.ROOT))
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
