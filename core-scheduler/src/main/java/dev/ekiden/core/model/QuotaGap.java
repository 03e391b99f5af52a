package dev.ekiden.core.model;

/**
 * A limit of a group that leaves no room for one more instance.
 *
 * @param kind such as {@code cpus}
 * @param used by live instances
 * @param needed by one more instance
 */
public record QuotaGap(GroupId group, String kind, long limit, long used, long needed) {}
