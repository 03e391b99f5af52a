package dev.ekiden.core.wire;

import java.util.List;

/**
 * What a side of the link understands beyond its first form. Each tells the other when they meet,
 * and neither sends what the other has not named: masters and agents of neighbouring versions talk.
 */
public final class Dialect {
  /** A text may be a JSON array of orders, or of reports, which are to be taken in that order. */
  public static final String LISTS = "lists";

  /** {@link Order.Resize} and {@link Report.Resized}. */
  public static final String RESIZE = "resize";

  /** {@link Check.Command}. */
  public static final String COMMAND_CHECKS = "command-checks";

  /** {@link Check.Ready} and {@link Report.Ready}. */
  public static final String READINESS_CHECKS = "readiness-checks";

  /** {@link Order.Ask}, {@link Report.Part} and what belongs to them. */
  public static final String ON_DEMAND = "on-demand";

  /** {@link Network.Own}; only said by an agent whose machine can do it. */
  public static final String OWN_NETWORKS = "own-networks";

  /** {@link Limits} above the request. */
  public static final String RESOURCE_LIMITS = "resource-limits";

  /** {@link Report.UnallocatedPorts}. */
  public static final String UNALLOCATED_PORTS = "unallocated-ports";

  /** All that this version understands on any machine. */
  public static final List<String> OURS =
      List.of(
          LISTS,
          RESIZE,
          COMMAND_CHECKS,
          READINESS_CHECKS,
          ON_DEMAND,
          RESOURCE_LIMITS,
          UNALLOCATED_PORTS);

  private Dialect() {}
}
