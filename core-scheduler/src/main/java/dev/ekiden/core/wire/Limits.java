package dev.ekiden.core.wire;

/**
 * Hard limits of one instance.
 *
 * @param cpuMillis thousandths of a core
 * @param memMib MiB of memory; swap is off
 * @param diskMib MiB for its sandbox and its logs together; 0: it asked for none, and the agent
 *     says how much it may take of what is left
 */
public record Limits(int cpuMillis, long memMib, long diskMib) {}
