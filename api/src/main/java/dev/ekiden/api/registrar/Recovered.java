package dev.ekiden.api.registrar;

import dev.ekiden.core.state.ClusterState;

/**
 * A state read from the registrar; whoever gets it owns it.
 *
 * @param seq of the last batch that is in it, 0 if there never was one
 */
public record Recovered(ClusterState state, long seq) {}
