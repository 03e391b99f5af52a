package dev.ekiden.core.model;

/**
 * How far an instance may go beyond its request (Marathon 1.10's {@code resourceLimits}). Placement
 * and quotas count the request alone.
 *
 * @param cpus in thousandths of a core
 * @param mem in MiB
 */
public record ResourceLimits(Ceiling cpus, Ceiling mem) {
  public static final ResourceLimits AS_REQUESTED =
      new ResourceLimits(new Ceiling.Request(), new Ceiling.Request());
}
