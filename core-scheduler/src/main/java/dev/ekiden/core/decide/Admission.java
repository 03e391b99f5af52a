package dev.ekiden.core.decide;

import dev.ekiden.core.decide.Event.Change;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.PortSpec;
import dev.ekiden.core.model.UpgradeSpec;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.share.QuotaLine;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether changes of apps may be made, all of them together or none. Asks in this order: is each
 * app there, or not, as it should be; does each definition make sense; do they depend on each other
 * in circles; are other deployments at work; does it all fit the quotas.
 */
final class Admission {
  /** Marathon's label for an app of which there must never be two. */
  private static final String SINGLE_INSTANCE = "MARATHON_SINGLE_INSTANCE_APP";

  private static final UpgradeSpec STOP_FIRST = new UpgradeSpec(0, 0);

  private final ClusterState state;
  private final List<Change> changes;

  Admission(ClusterState state, List<Change> asked) {
    this.state = state;
    this.changes = asked.stream().map(this::asKnown).toList();
  }

  /**
   * Who reads an app and sends it back sends what we filled in: the service ports where any would
   * do, and the number of an app that runs once on each agent. Where that is so, nothing changes.
   */
  private Change asKnown(Change change) {
    return change instanceof Change.Put(var spec, var expected)
        ? new Change.Put(asKnown(state, spec), expected)
        : change;
  }

  /** The definition that is meant; see above. */
  static AppSpec asKnown(ClusterState state, AppSpec spec) {
    return state.app(spec.id()).map(app -> withCount(withAnyPorts(spec, app), app)).orElse(spec);
  }

  private static AppSpec withCount(AppSpec spec, App app) {
    boolean counted =
        spec.policy().workload() instanceof Workload.PerAgent
            && app.spec().policy().workload() instanceof Workload.PerAgent;
    return counted ? spec.withInstances(app.spec().instances()) : spec;
  }

  private static AppSpec withAnyPorts(AppSpec spec, App app) {
    var before = app.spec().ports();
    if (spec.requirePorts() != app.spec().requirePorts()
        || before.size() != spec.ports().size()
        || before.size() != app.servicePorts().size()) {
      return spec;
    }
    var ports = new ArrayList<PortSpec>();
    for (int i = 0; i < before.size(); i++) {
      var port = spec.ports().get(i);
      boolean echo = before.get(i).port() == 0 && port.port() == app.servicePorts().get(i);
      ports.add(echo ? port.withPort(0) : port);
    }
    return ports.equals(spec.ports()) ? spec : spec.withPorts(ports);
  }

  /** What makes a difference; if nothing does, all that was asked for. */
  List<Change> effective() {
    var different = changes.stream().filter(this::differs).toList();
    return different.isEmpty() ? changes : different;
  }

  private boolean differs(Change change) {
    return switch (change) {
      case Change.Put(var spec, _) ->
          state.app(spec.id()).filter(app -> app.spec().equals(spec)).isEmpty();
      case Change.Delete _, Change.Restart _ -> true;
    };
  }

  /** The first thing in the way. */
  Optional<Problem> problem(boolean force) {
    return changes.stream()
        .flatMap(change -> unexpected(change).stream())
        .findFirst()
        .or(this::senseless)
        .or(this::circular)
        .or(() -> force ? Optional.empty() : locked())
        .or(this::overQuota)
        .or(this::aboveCeiling);
  }

  private Optional<Problem> unexpected(Change change) {
    var known = state.app(change.app());
    var path = change.app().path();
    return switch (change) {
      case Change.Delete _, Change.Restart _ ->
          known.isPresent() ? Optional.empty() : Optional.of(new Problem.NotFound("App", path));
      case Change.Put(_, Event.Expectation.New _) -> known.map(_ -> new Problem.AppExists(path));
      case Change.Put(_, Event.Expectation.Any _) -> Optional.empty();
      case Change.Put(_, Event.Expectation.Unchanged(var version)) ->
          known.filter(app -> app.version().equals(version)).isPresent()
              ? Optional.empty()
              : Optional.of(new Problem.Changed(path));
    };
  }

  private Optional<Problem> senseless() {
    if (changes.isEmpty()) {
      return Optional.of(new Problem.Invalid("Nothing is to be changed; name at least one app"));
    }
    var seen = new TreeSet<AppId>();
    for (var change : changes) {
      if (!seen.add(change.app())) {
        return Optional.of(
            new Problem.Invalid(change.app().path() + " is named twice; name each app once"));
      }
      if (change instanceof Change.Put(var spec, _) && isMoreThanSingle(spec)) {
        return Optional.of(
            new Problem.Invalid(
                spec.id().path()
                    + " has the label "
                    + SINGLE_INSTANCE
                    + ", so it may have one instance at most, and its upgradeStrategy must have"
                    + " minimumHealthCapacity 0 and maximumOverCapacity 0"));
      }
    }
    return Optional.empty();
  }

  private static boolean isMoreThanSingle(AppSpec spec) {
    return "true".equals(spec.labels().get(SINGLE_INSTANCE))
        && (spec.instances() > 1 || !spec.upgrade().equals(STOP_FIRST));
  }

  private Optional<Problem> circular() {
    boolean depends =
        changes.stream()
            .anyMatch(it -> it instanceof Change.Put put && !put.spec().dependencies().isEmpty());
    if (!depends) {
      return Optional.empty();
    }
    var after = new TreeMap<AppId, AppSpec>();
    state.apps().forEach(app -> after.put(app.id(), app.spec()));
    for (var change : changes) {
      switch (change) {
        case Change.Put(var spec, _) -> after.put(spec.id(), spec);
        case Change.Delete(var app) -> after.remove(app);
        case Change.Restart _ -> {}
      }
    }
    var dependencies = new Dependencies(after);
    return changes.stream()
        .flatMap(change -> Optional.ofNullable(after.get(change.app())).stream())
        .flatMap(spec -> dependencies.cycle(spec).stream())
        .findFirst()
        .map(way -> new Problem.Invalid("Dependency graph has cyclic dependencies: " + way));
  }

  private Optional<Problem> locked() {
    var others = new TreeSet<DeploymentId>();
    for (var change : effective()) {
      state.deploymentOf(change.app()).map(Deployment::id).ifPresent(others::add);
    }
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(new Problem.Locked(List.copyOf(others)));
  }

  /** What a group wants of one resource, before the changes and after them. */
  private record Key(GroupId group, QuotaLine.Kind kind) {}

  /**
   * @param had by the changed apps
   */
  private record Sum(long limit, long others, long had, long asked) {
    QuotaLine line(Key key) {
      return new QuotaLine(key.group(), key.kind(), limit, others, asked);
    }
  }

  /** All that the groups around the changed apps would want; outermost group of the first first. */
  List<QuotaLine> lines() {
    return sums().entrySet().stream().map(entry -> entry.getValue().line(entry.getKey())).toList();
  }

  private Map<Key, Sum> sums() {
    var sums = new LinkedHashMap<Key, Sum>();
    for (var change : effective()) {
      var had = new LinkedHashMap<Key, Long>();
      state
          .app(change.app())
          .map(app -> QuotaCheck.lines(state, app.spec()))
          .orElse(List.of())
          .forEach(line -> had.put(new Key(line.group(), line.kind()), line.asked()));
      for (var line : QuotaCheck.lines(state, after(change))) {
        var key = new Key(line.group(), line.kind());
        long own = had.getOrDefault(key, 0L);
        var sum = sums.getOrDefault(key, new Sum(line.limit(), line.used() + own, 0, 0));
        sums.put(
            key,
            new Sum(sum.limit(), sum.others() - own, sum.had() + own, sum.asked() + line.asked()));
      }
    }
    return sums;
  }

  private AppSpec after(Change change) {
    return switch (change) {
      case Change.Put(var spec, _) -> spec;
      case Change.Delete(var app) -> state.app(app).orElseThrow().spec().withInstances(0);
      case Change.Restart(var app) -> state.app(app).orElseThrow().spec();
    };
  }

  /** What shrinks is let through, even where a lowered quota is exceeded already. */
  private Optional<Problem> overQuota() {
    var broken = new ArrayList<QuotaLine>();
    sums()
        .forEach(
            (key, sum) -> {
              if (!sum.line(key).fits() && sum.asked() > sum.had()) {
                broken.add(sum.line(key));
              }
            });
    return broken.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Problem.OverQuota(
                broken.getFirst().group().project().value(), List.copyOf(broken)));
  }

  private Optional<Problem> aboveCeiling() {
    for (var change : effective()) {
      if (change instanceof Change.Put(var spec, _)) {
        var ceiling = QuotaCheck.ceiling(state, spec);
        if (ceiling.isPresent()) {
          var asked = spec.policy().priority();
          return ceiling.map(
              it -> new Problem.AboveCeiling(it.group().value(), asked, it.highest()));
        }
      }
    }
    return Optional.empty();
  }
}
