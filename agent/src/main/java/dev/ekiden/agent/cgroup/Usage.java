package dev.ekiden.agent.cgroup;

/**
 * What a group uses now and has used since it was made; all 0 if it is gone.
 *
 * @param cpuNanos processor time
 * @param throttledNanos for which it was held back, summed over processors
 * @param periods of its quota in which it ran
 * @param throttledPeriods those of them in which it was held back
 * @param memoryBytes counted against its limit, now
 * @param reclaimableBytes of those, what the kernel takes back first: files not used lately
 * @param pids processes and threads, now
 * @param readBytes and {@code writtenBytes}: from and to disks; 0 where the kernel does not count
 */
public record Usage(
    long cpuNanos,
    long throttledNanos,
    long periods,
    long throttledPeriods,
    long memoryBytes,
    long reclaimableBytes,
    long pids,
    long readBytes,
    long writtenBytes) {}
