package dev.ekiden.core.state;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.InstanceId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Live instances with their indexes, and the latest ended ones of each app. */
final class Instances {
  /** Ended instances remembered per app; the whole history is the registrar's. */
  static final int KEPT = 10;

  private final SortedMap<InstanceId, Instance> byId = new TreeMap<>();
  private final SortedMap<AppId, SortedMap<InstanceId, Instance>> byApp = new TreeMap<>();
  private final SortedMap<AgentId, SortedMap<InstanceId, Instance>> byAgent = new TreeMap<>();
  private final SortedMap<AgentId, TreeSet<Integer>> ports = new TreeMap<>();
  private final SortedMap<AppId, Deque<EndedInstance>> ended = new TreeMap<>();

  void put(Instance instance) {
    byId.put(instance.id(), instance);
    byApp.computeIfAbsent(instance.app(), _ -> new TreeMap<>()).put(instance.id(), instance);
    byAgent.computeIfAbsent(instance.agent(), _ -> new TreeMap<>()).put(instance.id(), instance);
    ports.computeIfAbsent(instance.agent(), _ -> new TreeSet<>()).addAll(instance.ports());
  }

  void end(Instance instance, End end) {
    byId.remove(instance.id());
    drop(byApp, instance.app(), instance.id());
    drop(byAgent, instance.agent(), instance.id());
    var taken = ports.get(instance.agent());
    if (taken != null) {
      instance.ports().forEach(taken::remove);
    }
    var history = ended.computeIfAbsent(instance.app(), _ -> new ArrayDeque<>());
    history.addFirst(new EndedInstance(instance, end));
    if (history.size() > KEPT) {
      history.removeLast();
    }
  }

  private static <K> void drop(
      SortedMap<K, SortedMap<InstanceId, Instance>> index, K key, InstanceId id) {
    var part = index.get(key);
    if (part != null) {
      part.remove(id);
      if (part.isEmpty()) {
        index.remove(key);
      }
    }
  }

  void forget(AppId app) {
    ended.remove(app);
  }

  Optional<Instance> find(InstanceId id) {
    return Optional.ofNullable(byId.get(id));
  }

  Collection<Instance> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  List<Instance> of(AppId app) {
    var part = byApp.get(app);
    return part == null ? List.of() : List.copyOf(part.values());
  }

  List<Instance> on(AgentId agent) {
    var part = byAgent.get(agent);
    return part == null ? List.of() : List.copyOf(part.values());
  }

  List<EndedInstance> endedOf(AppId app) {
    var history = ended.get(app);
    return history == null ? List.of() : List.copyOf(history);
  }

  boolean portTaken(AgentId agent, int port) {
    var taken = ports.get(agent);
    return taken != null && taken.contains(port);
  }

  int portsTaken(AgentId agent) {
    var taken = ports.get(agent);
    return taken == null ? 0 : taken.size();
  }

  int portsTaken(AgentId agent, int first, int last) {
    var taken = ports.get(agent);
    return taken == null || first > last ? 0 : taken.subSet(first, true, last, true).size();
  }
}
