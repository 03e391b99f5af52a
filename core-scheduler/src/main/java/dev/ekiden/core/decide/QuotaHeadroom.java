package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.rollout.Headroom;
import dev.ekiden.core.share.QuotaCheck;
import dev.ekiden.core.state.ClusterState;

/** What the quotas leave, by what lives now. */
record QuotaHeadroom(ClusterState state, AppSpec spec) implements Headroom {
  @Override
  public int after(Resources freed, int instances, int ports) {
    return QuotaCheck.headroom(state, spec, freed, instances, ports);
  }

  @Override
  public boolean grows(Resources more) {
    return QuotaCheck.grows(state, spec.id(), more);
  }
}
