/**
 * A standby's door: calls that only the leader can answer are passed on to it and its answers
 * handed back, both as streams. Knows nothing of what is asked. Start with {@link
 * dev.ekiden.api.forward.LeaderFilter}, then {@link dev.ekiden.api.forward.Forwarder}.
 */
@NullMarked
package dev.ekiden.api.forward;

import org.jspecify.annotations.NullMarked;
