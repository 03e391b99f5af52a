package dev.ekiden.core.state;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What facts about apps do. */
final class AppFacts {
  /** Definitions kept per app beside those that instances still use. */
  private static final int VERSIONS_KEPT = 25;

  private final ClusterState state;
  private final Watcher watcher;

  AppFacts(ClusterState state, Watcher watcher) {
    this.state = state;
    this.watcher = watcher;
  }

  void apply(Fact fact) {
    switch (fact) {
      case Fact.AppDefined defined -> define(defined);
      case Fact.AppRemoved(var app) -> remove(app);
      case Fact.AppCounted(var app, var count) -> count(app, count);
      case Fact.AppPaused(var app, var until, var delay, var deaths) ->
          change(app, known -> known.withPause(new Pause.Until(until, delay, deaths)));
      case Fact.AppUnpaused(var app) -> change(app, known -> known.withPause(new Pause.None()));
      case Fact.AppWaits(var app, var since, var missing, var vetoes, var funnel) ->
          change(
              app, known -> known.withWaiting(new Waiting.ForRoom(since, missing, vetoes, funnel)));
      case Fact.AppWaitsForQuota(var app, var since, var missing, var gaps) ->
          change(app, known -> known.withWaiting(new Waiting.ForQuota(since, missing, gaps)));
      case Fact.AppWaitsNoMore(var app) ->
          change(app, known -> known.withWaiting(new Waiting.None()));
      case Fact.RunStarted(var app, var number, var version, _, var at) ->
          change(app, known -> known.withRun(new Run.Active(number, version, at, 0, 0)));
      case Fact.RunEnded ended -> change(ended.app(), known -> known.withRun(over(known, ended)));
      default -> throw new IllegalArgumentException("not about an app: " + fact);
    }
  }

  private static Run over(App app, Fact.RunEnded fact) {
    return switch (app.run()) {
      case Run.Active(var number, var version, var startedAt, _, _) ->
          new Run.Over(number, version, startedAt, fact.at(), fact.success(), fact.sentence());
      case Run.None _, Run.Over _ -> app.run();
    };
  }

  private void change(AppId id, UnaryOperator<App> step) {
    var known = state.apps.get(id);
    if (known != null) {
      state.apps.put(id, step.apply(known));
      watcher.changed(id);
    }
  }

  private void remove(AppId id) {
    var known = state.apps.remove(id);
    if (known == null) {
      return;
    }
    state.instances.forget(id);
    state.index(known.spec(), -1);
    state.servicePorts.change(id, known.servicePorts(), List.of());
    if (state.instances.countOf(id) == 0) {
      state.use.forget(id);
    }
    watcher.changed(id);
    watcher.quotaFreed();
  }

  private void count(AppId id, int instances) {
    var known = state.apps.get(id);
    if (known == null || known.spec().instances() == instances) {
      return;
    }
    var spec = known.spec().withInstances(instances);
    var definitions = new TreeMap<>(known.definitions());
    definitions.put(known.version(), spec);
    state.index(known.spec(), -1);
    state.index(spec, 1);
    state.apps.put(
        id,
        new App(
            spec,
            known.createdAt(),
            known.version(),
            known.configVersion(),
            known.scaledAt(),
            known.servicePorts(),
            known.pause(),
            known.waiting(),
            Collections.unmodifiableSortedMap(definitions),
            known.run()));
    watcher.changed(id);
  }

  private void define(Fact.AppDefined fact) {
    var id = fact.spec().id();
    var known = state.apps.get(id);
    boolean sameConfig = known != null && known.configVersion().equals(fact.configVersion());
    if (known != null) {
      state.index(known.spec(), -1);
    }
    state.index(fact.spec(), 1);
    var portsBefore = known == null ? List.<Integer>of() : known.servicePorts();
    state.servicePorts.change(id, portsBefore, fact.servicePorts());
    state.apps.put(
        id,
        new App(
            fact.spec(),
            known == null ? fact.version() : known.createdAt(),
            fact.version(),
            fact.configVersion(),
            fact.scaledAt(),
            fact.servicePorts(),
            known != null && sameConfig ? known.pause() : new Pause.None(),
            new Waiting.None(),
            definitions(fact, known),
            known == null ? new Run.None() : known.run()));
    watcher.changed(id);
    watcher.quotaFreed();
  }

  private SortedMap<Instant, AppSpec> definitions(Fact.AppDefined fact, @Nullable App known) {
    var definitions =
        known == null ? new TreeMap<Instant, AppSpec>() : new TreeMap<>(known.definitions());
    definitions.put(fact.version(), fact.spec());
    var used = new TreeSet<>(state.instances.versions(fact.spec().id()));
    used.add(fact.configVersion());
    for (var instance : state.resizes.of(fact.spec().id())) {
      if (instance.resize() instanceof Resize.Asked asked) {
        used.add(asked.version());
      }
    }
    var oldest = definitions.keySet().iterator();
    for (int surplus = definitions.size() - VERSIONS_KEPT; surplus > 0; surplus--) {
      if (!used.contains(oldest.next())) {
        oldest.remove();
      }
    }
    return Collections.unmodifiableSortedMap(definitions);
  }
}
