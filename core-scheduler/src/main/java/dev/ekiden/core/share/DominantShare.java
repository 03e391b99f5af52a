package dev.ekiden.core.share;

import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.ClusterState;

/**
 * How much of the cluster a group has: of all resources the share of the one of which it has most
 * (dominant resource fairness; Ghodsi et al., NSDI 2011).
 */
public final class DominantShare {
  private DominantShare() {}

  /** Share of what open agents have in all, 0 to 1 and more, divided by the group's weight. */
  public static double weighted(ClusterState state, GroupId group) {
    var use = state.use(group).live().resources();
    return of(use, state.pool().capacity()) / state.quota(group).weight();
  }

  /** A resource that the cluster does not have counts for nothing. */
  public static double of(Resources used, Resources all) {
    double most = part(used.cpuMillis(), all.cpuMillis());
    most = Math.max(most, part(used.memMib(), all.memMib()));
    most = Math.max(most, part(used.diskMib(), all.diskMib()));
    return Math.max(most, part(used.gpus(), all.gpus()));
  }

  private static double part(long used, long all) {
    return all == 0 ? 0 : (double) used / all;
  }
}
