/**
 * What each instance has used in the last hour, in memory and nowhere else: charts are nice to have
 * and not worth a disk. Knows control groups and nothing of instances' lives. Start at {@link
 * dev.ekiden.agent.stats.Meter}.
 */
@NullMarked
package dev.ekiden.agent.stats;

import org.jspecify.annotations.NullMarked;
