package dev.ekiden.core.state;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Deployments in the order of their start; finished ones are forgotten oldest first. */
final class Deployments {
  /** Finished deployments remembered in all; the whole history is the registrar's. */
  private static final int KEPT = 200;

  private final Map<DeploymentId, Deployment> byId = new LinkedHashMap<>();
  private final Map<AppId, DeploymentId> running = new TreeMap<>();

  void put(Deployment deployment) {
    byId.put(deployment.id(), deployment);
    if (deployment.running()) {
      running.put(deployment.app(), deployment.id());
    } else {
      running.remove(deployment.app(), deployment.id());
      trim();
    }
  }

  private void trim() {
    int surplus = byId.size() - running.size() - KEPT;
    var all = byId.values().iterator();
    while (surplus > 0 && all.hasNext()) {
      if (!all.next().running()) {
        all.remove();
        surplus--;
      }
    }
  }

  Optional<Deployment> find(DeploymentId id) {
    return Optional.ofNullable(byId.get(id));
  }

  Optional<Deployment> runningOf(AppId app) {
    return Optional.ofNullable(running.get(app)).map(byId::get);
  }

  Collection<Deployment> all() {
    return Collections.unmodifiableCollection(byId.values());
  }
}
