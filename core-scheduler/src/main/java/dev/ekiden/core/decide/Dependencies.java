package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which apps depend on which, among some. A dependency names an app, or a group and thereby all
 * apps in it; one that is not among them counts for nothing.
 */
final class Dependencies {
  private final SortedMap<String, AppSpec> byPath = new TreeMap<>();
  private final Map<AppId, Integer> levels = new TreeMap<>();
  private final TreeSet<AppId> harmless = new TreeSet<>();

  Dependencies(Map<AppId, AppSpec> apps) {
    apps.forEach((id, spec) -> byPath.put(id.path(), spec));
  }

  private List<AppSpec> of(AppSpec spec) {
    var all = new ArrayList<AppSpec>();
    for (var dependency : spec.dependencies()) {
      var app = byPath.get(dependency.path());
      if (app == null) {
        all.addAll(in(dependency.path() + "/", spec));
      } else {
        all.add(app);
      }
    }
    return all;
  }

  private List<AppSpec> in(String group, AppSpec except) {
    var all = new ArrayList<AppSpec>();
    for (var entry : byPath.tailMap(group).entrySet()) {
      if (!entry.getKey().startsWith(group)) {
        break;
      }
      if (!entry.getValue().id().equals(except.id())) {
        all.add(entry.getValue());
      }
    }
    return all;
  }

  /** Longest way from each app to one that depends on none of them: 0 for such a one. */
  Map<AppId, Integer> levels() {
    byPath.values().forEach(spec -> level(spec, new TreeSet<>()));
    return levels;
  }

  /** What depends on itself, which a definition of long ago might, is cut where it closes. */
  private int level(AppSpec spec, TreeSet<AppId> above) {
    var known = levels.get(spec.id());
    if (known != null) {
      return known;
    }
    int level = 0;
    if (above.add(spec.id())) {
      for (var dependency : of(spec)) {
        level = Math.max(level, 1 + level(dependency, above));
      }
      above.remove(spec.id());
      levels.put(spec.id(), level);
    }
    return level;
  }

  /** A way from an app back to itself that begins at this one or is reached from it. */
  Optional<String> cycle(AppSpec from) {
    return cycle(from, new LinkedHashSet<>());
  }

  private Optional<String> cycle(AppSpec spec, LinkedHashSet<AppId> above) {
    if (harmless.contains(spec.id())) {
      return Optional.empty();
    }
    if (!above.add(spec.id())) {
      var way = new ArrayList<>(above.stream().dropWhile(id -> !id.equals(spec.id())).toList());
      way.add(spec.id());
      return Optional.of(way.stream().map(AppId::path).collect(Collectors.joining(" → ")));
    }
    for (var dependency : of(spec)) {
      var found = cycle(dependency, above);
      if (found.isPresent()) {
        return found;
      }
    }
    above.remove(spec.id());
    harmless.add(spec.id());
    return Optional.empty();
  }
}
