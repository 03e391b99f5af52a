package dev.ekiden.core.wire;

import java.util.SortedMap;

/**
 * What an agent's machine is and offers.
 *
 * @param agent unique name, the CN of its certificate
 * @param host name or address under which its instances are reached
 * @param bootId changes with each boot of the machine
 * @param cpuMillis thousandths of a core that instances may have in all
 * @param firstPort and {@code lastPort}: host ports that it may hand out, inclusive
 */
public record Machine(
    String agent,
    String host,
    String bootId,
    String version,
    int cpuMillis,
    long memMib,
    long diskMib,
    int firstPort,
    int lastPort,
    SortedMap<String, String> attributes) {}
