package dev.ekiden.core.foreign;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What frameworks have refused, by framework and agent. */
final class Filters {
  /** Of one framework on one agent; of more, the one that ends first is forgotten. */
  private static final int MOST = 8;

  private final TreeMap<FrameworkId, TreeMap<AgentId, List<Filter>>> all = new TreeMap<>();

  void add(Filter filter) {
    var known =
        all.computeIfAbsent(filter.framework(), _ -> new TreeMap<>())
            .computeIfAbsent(filter.agent(), _ -> new ArrayList<>());
    if (known.stream().anyMatch(it -> it.includes(filter))) {
      return;
    }
    known.removeIf(filter::includes);
    known.add(filter);
    if (known.size() > MOST) {
      var first = known.getFirst();
      for (var it : known) {
        first = it.until().isBefore(first.until()) ? it : first;
      }
      known.remove(first);
    }
  }

  boolean refuse(FrameworkId framework, AgentId agent, String role, Resources offered, Instant at) {
    var byAgent = all.get(framework);
    var known = byAgent == null ? null : byAgent.get(agent);
    return known != null && known.stream().anyMatch(it -> it.refuses(role, offered, at));
  }

  boolean of(FrameworkId framework) {
    return all.containsKey(framework);
  }

  void forget(FrameworkId framework) {
    all.remove(framework);
  }

  void forget(FrameworkId framework, List<String> roles) {
    forget(framework, filter -> roles.contains(filter.role()));
  }

  void forgetDue(FrameworkId framework, Instant at) {
    forget(framework, filter -> !at.isBefore(filter.until()));
  }

  private void forget(FrameworkId framework, Predicate<Filter> which) {
    all.computeIfPresent(
        framework,
        (_, byAgent) -> {
          byAgent.values().forEach(known -> known.removeIf(which));
          byAgent.values().removeIf(List::isEmpty);
          return byAgent.isEmpty() ? null : byAgent;
        });
  }

  List<Filter> all() {
    return all.values().stream()
        .flatMap(byAgent -> byAgent.values().stream())
        .flatMap(List::stream)
        .toList();
  }
}
