package dev.ekiden.core.state;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Deployments in the order of their start; finished ones are forgotten oldest first. */
final class Deployments {
  /** Finished deployments remembered in all; the whole history is the registrar's. */
  private static final int KEPT = 200;

  private final Map<DeploymentId, Deployment> byId = new LinkedHashMap<>();
  private final Map<AppId, DeploymentId> lockOf = new LinkedHashMap<>();
  private int running;

  void put(Deployment deployment) {
    var before = byId.put(deployment.id(), deployment);
    boolean ran = before != null && before.running();
    if (deployment.running()) {
      running += ran ? 0 : 1;
      deployment.actions().forEach(action -> lockOf.put(action.app(), deployment.id()));
    } else {
      running -= ran ? 1 : 0;
      deployment.actions().forEach(action -> lockOf.remove(action.app(), deployment.id()));
      trim();
    }
  }

  private void trim() {
    int surplus = byId.size() - running - KEPT;
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
    return Optional.ofNullable(lockOf.get(app)).map(byId::get);
  }

  int running() {
    return running;
  }

  Collection<Deployment> all() {
    return Collections.unmodifiableCollection(byId.values());
  }
}
