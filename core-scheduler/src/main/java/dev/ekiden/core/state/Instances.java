package dev.ekiden.core.state;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Live instances, chained per app in the order of their placing and per agent, and the latest ended
 * ones of each app. An instance costs one map entry and one link; a change of one touches nothing
 * else.
 */
final class Instances {
  /** Ended instances remembered per app; the whole history is the registrar's. */
  static final int KEPT = 10;

  private final Map<InstanceId, Link> byId = new LinkedHashMap<>();
  private final SortedMap<AppId, Crew> crews = new TreeMap<>();
  private final Map<AppId, Crew> crewOf = new LinkedHashMap<>();
  private final List<@Nullable Link> firstOn = new ArrayList<>();
  private final SortedMap<AppId, Deque<EndedInstance>> ended = new TreeMap<>();
  private long placings;

  /** An instance in its two chains. */
  private static final class Link {
    /** Those that are to end before all others, as nothing else is waited for. */
    static final Comparator<Link> LONGEST_FIRST =
        Comparator.<Link, Boolean>comparing(link -> link.instance.goal() != Instance.Goal.STOP)
            .thenComparing(link -> link.instance.since())
            .thenComparingLong(link -> link.placing);

    Instance instance;
    final Crew crew;
    final int slot;
    final long placing;
    @Nullable Link olderInApp;
    @Nullable Link youngerInApp;
    @Nullable Link beforeOnAgent;
    @Nullable Link afterOnAgent;

    Link(Instance instance, Crew crew, int slot, long placing) {
      this.instance = instance;
      this.crew = crew;
      this.slot = slot;
      this.placing = placing;
    }
  }

  /** All live instances of an app. */
  private static final class Crew {
    final SortedMap<Instant, Tally> tallies = new TreeMap<>();

    /** Those that do not simply run: sooner or later something must be done about them. */
    final SortedMap<Instance.Condition, TreeSet<Link>> pending = new TreeMap<>();

    @Nullable Link oldest;
    @Nullable Link youngest;
    int size;

    void count(Instance instance, int slot, int delta) {
      var version = instance.configVersion();
      var tally = tallies.computeIfAbsent(version, _ -> new Tally());
      tally.add(instance, slot, delta);
      if (tally.live() == 0) {
        tallies.remove(version);
      }
    }

    void await(Link link) {
      var condition = link.instance.condition();
      if (condition != Instance.Condition.RUNNING) {
        pending.computeIfAbsent(condition, _ -> new TreeSet<>(Link.LONGEST_FIRST)).add(link);
      }
    }

    void awaitNoMore(Link link) {
      var condition = link.instance.condition();
      var links = pending.get(condition);
      if (links != null) {
        links.remove(link);
        if (links.isEmpty()) {
          pending.remove(condition);
        }
      }
    }
  }

  /** Adds one that was not there. */
  void add(Instance instance, int slot) {
    var crew = crewOf.get(instance.app());
    if (crew == null) {
      crew = new Crew();
      crewOf.put(instance.app(), crew);
      crews.put(instance.app(), crew);
    }
    var link = new Link(instance, crew, slot, placings++);
    byId.put(instance.id(), link);
    link.olderInApp = crew.youngest;
    if (crew.youngest == null) {
      crew.oldest = link;
    } else {
      crew.youngest.youngerInApp = link;
    }
    crew.youngest = link;
    crew.size++;
    crew.count(instance, slot, 1);
    crew.await(link);
    while (firstOn.size() <= slot) {
      firstOn.add(null);
    }
    var first = firstOn.get(slot);
    link.afterOnAgent = first;
    if (first != null) {
      first.beforeOnAgent = link;
    }
    firstOn.set(slot, link);
  }

  /** Puts a changed one where it was. */
  void replace(Instance instance) {
    var link = link(instance.id());
    // Counted in before it is counted out, so that its tally stays.
    var before = link.instance;
    link.crew.awaitNoMore(link);
    link.instance = instance;
    link.crew.await(link);
    link.crew.count(instance, link.slot, 1);
    link.crew.count(before, link.slot, -1);
  }

  private Link link(InstanceId id) {
    var link = byId.get(id);
    if (link == null) {
      throw new IllegalStateException("no such instance: " + id);
    }
    return link;
  }

  void end(Instance instance, End end) {
    var link = link(instance.id());
    byId.remove(instance.id());
    unchain(link);
    link.crew.awaitNoMore(link);
    link.crew.count(link.instance, link.slot, -1);
    if (--link.crew.size == 0) {
      crews.remove(instance.app());
      crewOf.remove(instance.app());
    }
    remember(new EndedInstance(instance, end));
  }

  private void unchain(Link link) {
    if (link.olderInApp == null) {
      link.crew.oldest = link.youngerInApp;
    } else {
      link.olderInApp.youngerInApp = link.youngerInApp;
    }
    if (link.youngerInApp == null) {
      link.crew.youngest = link.olderInApp;
    } else {
      link.youngerInApp.olderInApp = link.olderInApp;
    }
    if (link.beforeOnAgent == null) {
      firstOn.set(link.slot, link.afterOnAgent);
    } else {
      link.beforeOnAgent.afterOnAgent = link.afterOnAgent;
    }
    if (link.afterOnAgent != null) {
      link.afterOnAgent.beforeOnAgent = link.beforeOnAgent;
    }
  }

  void remember(EndedInstance over) {
    var history = ended.computeIfAbsent(over.last().app(), _ -> new ArrayDeque<>());
    history.addFirst(over);
    if (history.size() > KEPT) {
      history.removeLast();
    }
  }

  void forget(AppId app) {
    ended.remove(app);
  }

  Optional<Instance> find(InstanceId id) {
    return Optional.ofNullable(byId.get(id)).map(link -> link.instance);
  }

  /** Slot of the agent of one that is there. */
  int slot(InstanceId id) {
    return link(id).slot;
  }

  int size() {
    return byId.size();
  }

  /** By app in id order, oldest first. */
  List<Instance> all() {
    var all = new ArrayList<Instance>(byId.size());
    forEach(all::add);
    return Collections.unmodifiableList(all);
  }

  /** In the order of {@link #all()}. */
  void forEach(Consumer<Instance> action) {
    for (var crew : crews.values()) {
      for (var link = crew.oldest; link != null; link = link.youngerInApp) {
        action.accept(link.instance);
      }
    }
  }

  /** In the order of {@link #all()}, so many of one app at most at a time, with their slots. */
  void forEachRow(int most, BiConsumer<List<Instance>, List<Integer>> action) {
    var instances = new ArrayList<Instance>();
    var slots = new ArrayList<Integer>();
    for (var crew : crews.values()) {
      for (var link = crew.oldest; link != null; link = link.youngerInApp) {
        instances.add(link.instance);
        slots.add(link.slot);
        if (instances.size() == most || link.youngerInApp == null) {
          action.accept(instances, slots);
          instances.clear();
          slots.clear();
        }
      }
    }
  }

  /** By app, oldest first. */
  void forEachEnded(Consumer<EndedInstance> action) {
    ended.values().forEach(history -> history.descendingIterator().forEachRemaining(action));
  }

  List<Instance> of(AppId app) {
    var crew = crewOf.get(app);
    if (crew == null) {
      return List.of();
    }
    var all = new ArrayList<Instance>(crew.size);
    for (var link = crew.oldest; link != null; link = link.youngerInApp) {
      all.add(link.instance);
    }
    return Collections.unmodifiableList(all);
  }

  int countOf(AppId app) {
    var crew = crewOf.get(app);
    return crew == null ? 0 : crew.size;
  }

  /** Without those that were given up. */
  int awaitedOf(AppId app) {
    var crew = crewOf.get(app);
    if (crew == null) {
      return 0;
    }
    var givenUp = crew.pending.get(Instance.Condition.INACTIVE);
    return crew.size - (givenUp == null ? 0 : givenUp.size());
  }

  /** Without copying; the app's instances must not change meanwhile. */
  Iterable<Instance> walk(AppId app, boolean oldestFirst) {
    var crew = crewOf.get(app);
    if (crew == null) {
      return List.of();
    }
    return () -> new Walk(oldestFirst ? crew.oldest : crew.youngest, oldestFirst);
  }

  /** Not for those that run. Without copying; the app's instances must not change meanwhile. */
  Iterable<Instance> pending(AppId app, Instance.Condition condition) {
    if (condition == Instance.Condition.RUNNING) {
      throw new IllegalArgumentException("those that run are not kept in this order");
    }
    var crew = crewOf.get(app);
    var links = crew == null ? null : crew.pending.get(condition);
    return links == null ? List.of() : () -> links.stream().map(link -> link.instance).iterator();
  }

  /** Apps with live instances, whether or not they are still wanted, in id order. */
  List<AppId> apps() {
    return List.copyOf(crews.keySet());
  }

  private static final class Walk implements Iterator<Instance> {
    private @Nullable Link next;
    private final boolean oldestFirst;

    Walk(@Nullable Link first, boolean oldestFirst) {
      this.next = first;
      this.oldestFirst = oldestFirst;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Instance next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      var instance = next.instance;
      next = oldestFirst ? next.youngerInApp : next.olderInApp;
      return instance;
    }
  }

  /** Without copying; what is on the agent must not change meanwhile. */
  Iterable<Instance> walkOn(int slot) {
    if (slot < 0 || slot >= firstOn.size()) {
      return List.of();
    }
    return () -> new WalkOn(firstOn.get(slot));
  }

  private static final class WalkOn implements Iterator<Instance> {
    private @Nullable Link next;

    WalkOn(@Nullable Link first) {
      this.next = first;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Instance next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      var instance = next.instance;
      next = next.afterOnAgent;
      return instance;
    }
  }

  /** In id order. */
  List<Instance> on(int slot) {
    if (slot < 0 || slot >= firstOn.size()) {
      return List.of();
    }
    var all = new ArrayList<Instance>();
    for (var link = firstOn.get(slot); link != null; link = link.afterOnAgent) {
      all.add(link.instance);
    }
    all.sort((one, other) -> one.id().compareTo(other.id()));
    return Collections.unmodifiableList(all);
  }

  Tally tally(AppId app, Instant configVersion) {
    var crew = crewOf.get(app);
    return crew == null ? Tally.empty() : crew.tallies.getOrDefault(configVersion, Tally.empty());
  }

  /** Versions of the app that have live instances, oldest first. */
  List<Instant> versions(AppId app) {
    var crew = crewOf.get(app);
    return crew == null ? List.of() : List.copyOf(crew.tallies.keySet());
  }

  List<EndedInstance> endedOf(AppId app) {
    var history = ended.get(app);
    return history == null ? List.of() : List.copyOf(history);
  }
}
