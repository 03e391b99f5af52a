/**
 * What the agents have, what is taken of it, and indexes by which a search finds the few that
 * matter among tens of thousands. Knows neither apps nor instances and decides nothing. Start with
 * {@link dev.ekiden.core.pool.Pool}.
 */
@NullMarked
package dev.ekiden.core.pool;

import org.jspecify.annotations.NullMarked;
