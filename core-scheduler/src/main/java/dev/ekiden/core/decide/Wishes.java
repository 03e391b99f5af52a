package dev.ekiden.core.decide;

import dev.ekiden.core.decide.Event.Change;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Deployment.Kind;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What people want of apps: admitted or refused as a whole (see {@link Admission}), and turned into
 * facts. One app is a case of several.
 */
final class Wishes {
  private final ClusterState state;
  private final Rules rules;

  Wishes(ClusterState state, Rules rules) {
    this.state = state;
    this.rules = rules;
  }

  /** Who wants what, and why. */
  private record Asking(Instant at, String by, boolean force, String cause) {}

  Decision submit(Event.AppSubmitted event) {
    var change = new Change.Put(event.spec(), event.expected());
    return change(List.of(change), new Asking(event.at(), event.by(), event.force(), ""));
  }

  Decision restart(Event.AppRestarted event) {
    var change = new Change.Restart(event.app());
    return change(List.of(change), new Asking(event.at(), event.by(), event.force(), ""));
  }

  Decision delete(Event.AppDeleted event) {
    var change = new Change.Delete(event.app());
    return change(List.of(change), new Asking(event.at(), event.by(), event.force(), ""));
  }

  Decision change(Event.AppsChanged event) {
    return change(
        event.changes(), new Asking(event.at(), event.by(), event.force(), event.cause()));
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
    var facts = new ArrayList<Fact>();
    Decision.Reply reply = new Decision.Reply.Done();
    if (event.scale()) {
      int left = Math.max(0, known.get().spec().instances() - victims.size());
      var spec = known.get().spec().withInstances(left);
      var change = new Change.Put(spec, new Event.Expectation.Any());
      var scaled = change(List.of(change), new Asking(event.at(), event.by(), false, ""));
      if (scaled.reply() instanceof Decision.Reply.Refused) {
        return scaled;
      }
      facts.addAll(scaled.facts());
      reply = scaled.reply();
    }
    for (var victim : victims) {
      var reason = "killed by " + event.by();
      facts.add(new Fact.InstanceKillDecided(victim.id(), reason, event.at()));
    }
    return new Decision(facts, reply);
  }

  private Decision change(List<Change> asked, Asking asking) {
    var admission = new Admission(state, asked);
    var problem = admission.problem(asking.force());
    return problem.isPresent()
        ? Decision.refused(problem.get())
        : deploy(admission.effective(), asking);
  }

  private Decision deploy(List<Change> changes, Asking asking) {
    var moves = moves(changes, asking.at());
    if (moves.isEmpty()) {
      return Decision.refused(new Problem.NoServicePort());
    }
    var course = new Course(moves.get());
    var facts = new ArrayList<>(takeOver(changes, asking.at()));
    var id = Ids.deployment(asking.at(), state.applied());
    facts.addAll(course.facts(id, asking.by(), asking.cause(), asking.at()));
    boolean created = changes.stream().anyMatch(change -> state.app(change.app()).isEmpty());
    return new Decision(facts, new Decision.Reply.Accepted(id, course.version(), created));
  }

  private List<Fact> takeOver(List<Change> changes, Instant at) {
    var others = new TreeSet<DeploymentId>();
    for (var change : changes) {
      state.deploymentOf(change.app()).map(Deployment::id).ifPresent(others::add);
    }
    return others.stream()
        .<Fact>map(
            id ->
                new Fact.DeploymentEnded(
                    id, Deployment.State.CANCELLED, "another deployment took over by force", at))
        .toList();
  }

  /** Empty if there are too few service ports. */
  private Optional<List<Course.Move>> moves(List<Change> changes, Instant at) {
    var version =
        changes.stream()
            .map(change -> state.app(change.app()).map(app -> Versions.after(app, at)).orElse(at))
            .max(Instant::compareTo)
            .orElse(at);
    var reserved = new TreeSet<Integer>();
    for (var change : changes) {
      if (change instanceof Change.Put(var spec, _)) {
        spec.ports().stream().filter(it -> it.port() != 0).forEach(it -> reserved.add(it.port()));
      }
    }
    var moves = new ArrayList<Course.Move>();
    for (var change : changes) {
      var move =
          switch (change) {
            case Change.Put put -> put(put, version, reserved);
            case Change.Delete(var app) ->
                Optional.of(new Course.Move.Remove(known(app).spec(), version));
            case Change.Restart(var app) -> Optional.of(restart(known(app), version));
          };
      if (move.isEmpty()) {
        return Optional.empty();
      }
      moves.add(move.get());
    }
    return Optional.of(moves);
  }

  private App known(AppId app) {
    return state.app(app).orElseThrow();
  }

  private static Course.Move restart(App app, Instant version) {
    return new Course.Move.Define(
        new Fact.AppDefined(app.spec(), version, version, app.scaledAt(), app.servicePorts()),
        Kind.RESTART);
  }

  private Optional<Course.Move> put(Change.Put put, Instant version, TreeSet<Integer> reserved) {
    var spec = put.spec();
    var known = state.app(spec.id());
    if (known.filter(app -> app.spec().equals(spec)).isPresent()) {
      return Optional.of(new Course.Move.Pursue(known.get()));
    }
    return ServicePorts.assign(state, spec, rules, reserved)
        .map(
            ports -> {
              if (known.isEmpty()) {
                return new Course.Move.Define(
                    new Fact.AppDefined(spec, version, version, version, ports), Kind.START);
              }
              var app = known.get();
              boolean scale = app.spec().differsInScaleOnly(spec);
              boolean count = app.spec().instances() != spec.instances();
              return new Course.Move.Define(
                  new Fact.AppDefined(
                      spec,
                      version,
                      scale ? app.configVersion() : version,
                      count ? version : app.scaledAt(),
                      ports),
                  scale ? Kind.SCALE : Kind.RESTART);
            });
  }
}
