package dev.ekiden.core.decide;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Watcher;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a leader has to look at, and when: apps that a fact touched, apps whose time has come, apps
 * that wait for room. Working memory, not truth: a new one lists everything, which costs a look at
 * each app and changes nothing.
 */
public final class Docket implements Watcher {
  /**
   * Instances placed from one tick to the next at most. A wish for a million is then carried out in
   * steps, while others are served, agents start the first, and the journal gets lots that it can
   * take.
   */
  static final int MOST_STARTS = 50_000;

  private final TreeSet<AppId> unsettled = new TreeSet<>();
  private final SortedMap<Instant, TreeSet<AppId>> agenda = new TreeMap<>();
  private final Map<AppId, Instant> dueAt = new LinkedHashMap<>();
  private final Hopes hopes = new Hopes();
  private boolean agentsChanged = true;
  private int startsLeft = MOST_STARTS;
  private boolean postponed;

  /** Past any time if nothing is due. */
  private Instant foreignDue = Instant.MIN;

  private Optional<Instant> surroundingsDue = Optional.empty();

  /** One on which everything is yet to be looked at. */
  public static Docket everything(ClusterState state) {
    var docket = new Docket();
    state.apps().stream().map(App::id).forEach(docket::changed);
    state.crews().forEach(docket::changed);
    state.deployments().stream()
        .filter(Deployment::running)
        .flatMap(deployment -> deployment.actions().stream())
        .forEach(action -> docket.changed(action.app()));
    return docket;
  }

  @Override
  public void changed(AppId app) {
    unsettled.add(app);
  }

  @Override
  public void roomFreed(AgentId agent) {
    hopes.roomFreed();
  }

  @Override
  public void quotaFreed() {
    hopes.quotaFreed();
  }

  @Override
  public void agentsChanged() {
    agentsChanged = true;
  }

  /** Apps whose time has come are to be looked at. */
  void wake(Instant at) {
    hopes.turns();
    if (surroundingsDue.filter(due -> !due.isAfter(at)).isPresent()) {
      agentsChanged = true;
    }
    while (!agenda.isEmpty() && !agenda.firstKey().isAfter(at)) {
      var apps = agenda.remove(agenda.firstKey());
      apps.forEach(dueAt::remove);
      unsettled.addAll(apps);
    }
  }

  /** A tick: as many instances as ever may be placed until the next one. */
  void refillStarts() {
    startsLeft = MOST_STARTS;
    postponed = false;
  }

  int startsLeft() {
    return startsLeft;
  }

  void started(int instances) {
    startsLeft -= instances;
  }

  /** It misses instances that may be placed only after the next tick. */
  void postponed(AppId app) {
    unsettled.add(app);
    postponed = true;
  }

  /** Whether there is something to do for which only the next tick is waited. */
  public boolean pressing() {
    return postponed;
  }

  /** The next app to look at; it is off the list unless something touches it again. */
  Optional<AppId> next() {
    return Optional.ofNullable(unsettled.pollFirst());
  }

  /** Nothing is to be done for the app now; look again at {@code due}. */
  void later(AppId app, Instant due) {
    if (due.equals(dueAt.get(app))) {
      return;
    }
    never(app);
    agenda.computeIfAbsent(due, _ -> new TreeSet<>()).add(app);
    dueAt.put(app, due);
  }

  /** Nothing is to be done for the app until something touches it. */
  void never(AppId app) {
    var due = dueAt.remove(app);
    if (due != null) {
      var apps = agenda.get(due);
      if (apps != null) {
        apps.remove(app);
        if (apps.isEmpty()) {
          agenda.remove(due);
        }
      }
    }
  }

  /** The app wants instances of this definition that cannot be placed at the moment. */
  void waits(ClusterState state, AppSpec spec) {
    hopes.add(state, spec);
  }

  void waitsNoMore(AppId app) {
    hopes.fulfilled(app);
  }

  /**
   * Apps that wait and may have reason to hope, as room or quota has come free since they were
   * tried. Some at a time: others follow when these have been tried.
   *
   * @param idle whether nobody else is to be served
   */
  List<AppId> takeHopeful(ClusterState state, boolean idle) {
    return hopes.take(state, idle);
  }

  /** Whether agents came, went or changed since the last time this was asked. */
  boolean takeAgentsChanged() {
    boolean changed = agentsChanged;
    agentsChanged = false;
    return changed;
  }

  /** When to look again at what concerns more than one app. */
  void surroundingsDue(Optional<Instant> due) {
    surroundingsDue = due;
  }

  /** Whether the time has come to look after foreign frameworks. */
  boolean foreignDue(Instant at) {
    return !at.isBefore(foreignDue);
  }

  /** Nothing more is due for foreign frameworks now; look again at {@code due}. */
  void foreignLater(Optional<Instant> due) {
    foreignDue = due.orElse(Instant.MAX);
  }

  /** Something about foreign frameworks is different; look at {@code due}, unless before. */
  void foreignSooner(Optional<Instant> due) {
    due.filter(foreignDue::isAfter).ifPresent(sooner -> foreignDue = sooner);
  }
}
