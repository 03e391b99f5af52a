package dev.ekiden.agent.cgroup;

/** What a group has used: CPU nanoseconds since its start, bytes of memory now, processes now. */
public record Usage(long cpuNanos, long memoryBytes, long pids) {}
