package dev.ekiden.core.state;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Deployments in the order of their start; finished ones are forgotten oldest first. */
final class Deployments {
  /** Finished deployments remembered in all; the whole history is the registrar's. */
  private static final int KEPT = 200;

  private final Map<DeploymentId, Deployment> byId = new LinkedHashMap<>();
  private final Map<AppId, DeploymentId> lockOf = new LinkedHashMap<>();

  /** Order of their start; that of finished ones is also the order in which they are forgotten. */
  private final Map<DeploymentId, Long> numbers = new LinkedHashMap<>();

  private final SortedMap<Long, DeploymentId> finished = new TreeMap<>();
  private long started;

  void put(Deployment deployment) {
    var id = deployment.id();
    if (byId.put(id, deployment) == null) {
      numbers.put(id, started++);
    }
    if (deployment.running()) {
      deployment.actions().forEach(action -> lockOf.put(action.app(), id));
    } else {
      deployment.actions().forEach(action -> lockOf.remove(action.app(), id));
      finished.put(numbers.get(id), id);
      trim();
    }
  }

  private void trim() {
    while (finished.size() > KEPT) {
      var oldest = finished.remove(finished.firstKey());
      byId.remove(oldest);
      numbers.remove(oldest);
    }
  }

  Optional<Deployment> find(DeploymentId id) {
    return Optional.ofNullable(byId.get(id));
  }

  Optional<Deployment> runningOf(AppId app) {
    return Optional.ofNullable(lockOf.get(app)).map(byId::get);
  }

  int running() {
    return byId.size() - finished.size();
  }

  Collection<Deployment> all() {
    return Collections.unmodifiableCollection(byId.values());
  }
}
