package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.share.QuotaLine;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people want of apps: admitted or refused, and turned into facts. */
final class Wishes {
  /** Versions are timestamps in milliseconds; two in one of them are told apart by this. */
  private static final Duration TICK = Duration.ofMillis(1);

  private final ClusterState state;
  private final Rules rules;
  private final List<Fact> facts = new ArrayList<>();

  Wishes(ClusterState state, Rules rules) {
    this.state = state;
    this.rules = rules;
  }

  Decision submit(Event.AppSubmitted event) {
    var spec = event.spec();
    var known = state.app(spec.id());
    return unexpected(spec.id(), known, event.expected())
        .or(() -> locked(spec.id(), event.force()))
        .or(() -> overQuota(spec, known))
        .map(Decision::refused)
        .orElseGet(() -> define(event, known));
  }

  private Decision define(Event.AppSubmitted event, Optional<App> known) {
    var spec = event.spec();
    var ports = ServicePorts.assign(state, spec, rules);
    if (ports.isEmpty()) {
      return Decision.refused(new Problem.NoServicePort());
    }
    takeOver(spec.id(), event.at());
    if (known.isEmpty()) {
      facts.add(new Fact.AppDefined(spec, event.at(), event.at(), event.at(), ports.get()));
      return deploy(spec, Deployment.Kind.START, event.by(), event.at(), event.at(), true);
    }
    var app = known.get();
    if (app.spec().equals(spec)) {
      var kind = Deployment.Kind.SCALE;
      return deploy(spec, kind, event.by(), app.version(), event.at(), false);
    }
    var version = after(app.version(), event.at());
    boolean scale = app.spec().differsInScaleOnly(spec);
    boolean count = app.spec().instances() != spec.instances();
    facts.add(
        new Fact.AppDefined(
            spec,
            version,
            scale ? app.configVersion() : version,
            count ? version : app.scaledAt(),
            ports.get()));
    var kind = scale ? Deployment.Kind.SCALE : Deployment.Kind.RESTART;
    return deploy(spec, kind, event.by(), version, event.at(), false);
  }

  Decision restart(Event.AppRestarted event) {
    var known = state.app(event.app());
    if (known.isEmpty()) {
      return Decision.refused(new Problem.NotFound("App", event.app().path()));
    }
    var locked = locked(event.app(), event.force());
    if (locked.isPresent()) {
      return Decision.refused(locked.get());
    }
    var app = known.get();
    var version = after(app.version(), event.at());
    takeOver(event.app(), event.at());
    facts.add(
        new Fact.AppDefined(app.spec(), version, version, app.scaledAt(), app.servicePorts()));
    var kind = Deployment.Kind.RESTART;
    return deploy(app.spec(), kind, event.by(), version, event.at(), false);
  }

  Decision delete(Event.AppDeleted event) {
    var known = state.app(event.app());
    if (known.isEmpty()) {
      return Decision.refused(new Problem.NotFound("App", event.app().path()));
    }
    var locked = locked(event.app(), event.force());
    if (locked.isPresent()) {
      return Decision.refused(locked.get());
    }
    takeOver(event.app(), event.at());
    facts.add(new Fact.AppRemoved(event.app()));
    for (var instance : state.instancesOf(event.app())) {
      if (instance.active()) {
        var reason = "the app was deleted by " + event.by();
        facts.add(new Fact.InstanceKillDecided(instance.id(), reason, event.at()));
      }
    }
    var spec = known.get().spec().withInstances(0);
    var version = after(known.get().version(), event.at());
    return deploy(spec, Deployment.Kind.STOP, event.by(), version, event.at(), false);
  }

  Decision kill(Event.InstancesKilled event) {
    var known = state.app(event.app());
    if (known.isEmpty()) {
      return Decision.refused(new Problem.NotFound("App", event.app().path()));
    }
    var victims =
        event.instances().stream()
            .distinct()
            .flatMap(id -> state.instance(id).stream())
            .filter(instance -> instance.app().equals(event.app()) && instance.active())
            .toList();
    var locked = event.scale() ? locked(event.app(), false) : Optional.<Problem>empty();
    if (locked.isPresent()) {
      return Decision.refused(locked.get());
    }
    var app = known.get();
    Decision.Reply reply = new Decision.Reply.Done();
    if (event.scale()) {
      int left = Math.max(0, app.spec().instances() - victims.size());
      var spec = app.spec().withInstances(left);
      var version = after(app.version(), event.at());
      facts.add(
          new Fact.AppDefined(spec, version, app.configVersion(), version, app.servicePorts()));
      reply = deploy(spec, Deployment.Kind.SCALE, event.by(), version, event.at(), false).reply();
    }
    for (var victim : victims) {
      var reason = "killed by " + event.by();
      facts.add(new Fact.InstanceKillDecided(victim.id(), reason, event.at()));
    }
    return new Decision(facts, reply);
  }

  Decision change(Event.AppsChanged event) {
    return Decision.refused(new Problem.Impossible("not built"));
  }

  private static Optional<Problem> unexpected(
      AppId id, Optional<App> known, Event.Expectation expected) {
    return switch (expected) {
      case Event.Expectation.New _ -> known.map(_ -> new Problem.AppExists(id.path()));
      case Event.Expectation.Any _ -> Optional.empty();
      case Event.Expectation.Unchanged(var version) ->
          known.isPresent() && known.get().version().equals(version)
              ? Optional.empty()
              : Optional.of(new Problem.Changed(id.path()));
    };
  }

  private Optional<Problem> locked(AppId app, boolean force) {
    return force
        ? Optional.empty()
        : state.deploymentOf(app).map(other -> new Problem.Locked(List.of(other.id())));
  }

  /** What shrinks is let through, even where a lowered quota is exceeded already. */
  private Optional<Problem> overQuota(AppSpec spec, Optional<App> known) {
    var before = known.map(app -> QuotaCheck.lines(state, app.spec())).orElse(List.of());
    var broken = new ArrayList<QuotaLine>();
    for (var line : QuotaCheck.lines(state, spec)) {
      long had =
          before.stream()
              .filter(old -> old.kind() == line.kind() && old.group().equals(line.group()))
              .mapToLong(QuotaLine::asked)
              .sum();
      if (!line.fits() && line.asked() > had) {
        broken.add(line);
      }
    }
    return broken.isEmpty()
        ? Optional.empty()
        : Optional.of(new Problem.OverQuota(spec.id().project().value(), List.copyOf(broken)));
  }

  private void takeOver(AppId app, Instant at) {
    state
        .deploymentOf(app)
        .ifPresent(
            other ->
                facts.add(
                    new Fact.DeploymentEnded(
                        other.id(),
                        Deployment.State.CANCELLED,
                        "another deployment took over by force",
                        at)));
  }

  private Decision deploy(
      AppSpec spec, Deployment.Kind kind, String by, Instant version, Instant at, boolean created) {
    var id = Ids.deployment(at, state.applied());
    var action = new Deployment.Action(spec.id(), kind, version, spec.instances(), 0);
    // Before what it changes, so that what was there is known.
    facts.addFirst(new Fact.DeploymentStarted(id, List.of(action), by, "", at));
    return new Decision(facts, new Decision.Reply.Accepted(id, version, created));
  }

  private static Instant after(Instant previous, Instant at) {
    return at.isAfter(previous) ? at : previous.plus(TICK);
  }
}
