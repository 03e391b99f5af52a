package dev.ekiden.core.wire;

/** Hard limits of one instance: thousandths of a core, MiB of memory, MiB of disk (0: none). */
public record Limits(int cpuMillis, long memMib, long diskMib) {}
