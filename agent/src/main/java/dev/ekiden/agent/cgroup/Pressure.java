package dev.ekiden.agent.cgroup;

/**
 * How long members of a group have waited in all since it was made, in microseconds: for a
 * processor, for memory to be taken back, for the disk.
 */
public record Pressure(long cpuMicros, long memoryMicros, long ioMicros) {}
