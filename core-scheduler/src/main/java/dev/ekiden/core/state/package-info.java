/**
 * What is true now: {@link dev.ekiden.core.state.ClusterState} and the records it holds, moved only
 * by {@link dev.ekiden.core.state.Fact}s. It decides nothing. Start with ClusterState.
 */
@NullMarked
package dev.ekiden.core.state;

import org.jspecify.annotations.NullMarked;
