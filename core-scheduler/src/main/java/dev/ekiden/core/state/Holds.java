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

/** Room that is kept, by app and agent. */
final class Holds {
  private final SortedMap<AppId, SortedMap<AgentId, Hold>> byApp = new TreeMap<>();

  void put(Hold hold) {
    byApp.computeIfAbsent(hold.app(), _ -> new TreeMap<>()).put(hold.agent(), hold);
  }

  Optional<Hold> remove(AppId app, AgentId agent) {
    var ofApp = byApp.get(app);
    if (ofApp == null) {
      return Optional.empty();
    }
    var hold = Optional.ofNullable(ofApp.remove(agent));
    if (ofApp.isEmpty()) {
      byApp.remove(app);
    }
    return hold;
  }

  List<Hold> of(AppId app) {
    var ofApp = byApp.get(app);
    return ofApp == null ? List.of() : List.copyOf(ofApp.values());
  }

  List<Hold> on(AgentId agent) {
    return byApp.values().stream()
        .flatMap(ofApp -> Optional.ofNullable(ofApp.get(agent)).stream())
        .toList();
  }

  Collection<Hold> all() {
    var all = new ArrayList<Hold>();
    byApp.values().forEach(ofApp -> all.addAll(ofApp.values()));
    return Collections.unmodifiableList(all);
  }
}
