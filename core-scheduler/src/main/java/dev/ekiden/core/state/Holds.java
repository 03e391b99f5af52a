package dev.ekiden.core.state;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Room that is kept, by app and by agent. */
final class Holds {
  private final SortedMap<AppId, SortedMap<AgentId, Hold>> byApp = new TreeMap<>();
  private final SortedMap<AgentId, SortedMap<AppId, Hold>> byAgent = new TreeMap<>();

  void put(Hold hold) {
    byApp.computeIfAbsent(hold.app(), _ -> new TreeMap<>()).put(hold.agent(), hold);
    byAgent.computeIfAbsent(hold.agent(), _ -> new TreeMap<>()).put(hold.app(), hold);
  }

  Optional<Hold> remove(AppId app, AgentId agent) {
    remove(byAgent, agent, app);
    return remove(byApp, app, agent);
  }

  private static <K, L> Optional<Hold> remove(
      SortedMap<K, SortedMap<L, Hold>> index, K key, L other) {
    var part = index.get(key);
    if (part == null) {
      return Optional.empty();
    }
    var hold = Optional.ofNullable(part.remove(other));
    if (part.isEmpty()) {
      index.remove(key);
    }
    return hold;
  }

  List<Hold> of(AppId app) {
    return values(byApp, app);
  }

  List<Hold> on(AgentId agent) {
    return values(byAgent, agent);
  }

  private static <K, L> List<Hold> values(SortedMap<K, SortedMap<L, Hold>> index, K key) {
    var part = index.get(key);
    return part == null ? List.of() : List.copyOf(part.values());
  }

  Collection<Hold> all() {
    var all = new ArrayList<Hold>();
    byApp.values().forEach(ofApp -> all.addAll(ofApp.values()));
    return Collections.unmodifiableList(all);
  }
}
