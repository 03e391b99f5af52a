package dev.ekiden.core.state;

import dev.ekiden.core.model.AppId;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Instances that are to have other limits, by app: few, and none at most times. */
final class Resizes {
  private static final Comparator<Instance> ASKED_FIRST =
      Comparator.comparing(Resizes::askedAt).thenComparing(Instance::id);

  private final Map<AppId, Waiting> waiting = new LinkedHashMap<>();

  /** Those of one app, and how many of them run. */
  private static final class Waiting {
    final TreeSet<Instance> all = new TreeSet<>(ASKED_FIRST);
    int running;
  }

  private static Instant askedAt(Instance instance) {
    return instance.resize() instanceof Resize.Asked asked ? asked.at() : Instant.EPOCH;
  }

  void add(Instance instance) {
    if (instance.resize() instanceof Resize.Asked) {
      var its = waiting.computeIfAbsent(instance.app(), _ -> new Waiting());
      its.all.add(instance);
      its.running += instance.resizing() ? 1 : 0;
    }
  }

  /** As it was when it was added. */
  void remove(Instance instance) {
    var its = waiting.get(instance.app());
    if (its != null && its.all.remove(instance)) {
      its.running -= instance.resizing() ? 1 : 0;
      if (its.all.isEmpty()) {
        waiting.remove(instance.app());
      }
    }
  }

  /** Those asked for the longest time ago first. Without copying. */
  Iterable<Instance> of(AppId app) {
    var its = waiting.get(app);
    return its == null ? List.of() : its.all;
  }

  int running(AppId app) {
    var its = waiting.get(app);
    return its == null ? 0 : its.running;
  }
}
