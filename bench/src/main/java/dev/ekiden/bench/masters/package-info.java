/**
 * What whole masters cost: from a request to "running" said by ten thousand agents, writes, reads,
 * a leader's death. Speaks to a stack that {@code ./ekiden bench masters} has started, as users and
 * agents do. Start at {@link dev.ekiden.bench.masters.MastersBench}.
 */
@NullMarked
package dev.ekiden.bench.masters;

import org.jspecify.annotations.NullMarked;
