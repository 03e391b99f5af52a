package dev.ekiden.core.pool;

/** Whether an agent gets instances, and if not, why. */
public enum Standing {
  /** It reports and takes instances. */
  OPEN,
  /** It has not reported for a while; what it runs counts as running. */
  SILENT,
  /** It is being emptied. */
  DRAINING
}
