/**
 * Whether a machine has what an agent needs, and how to get what it lacks. It changes nothing.
 * Start at {@link dev.ekiden.agent.preflight.Preflight}.
 */
@NullMarked
package dev.ekiden.agent.preflight;

import org.jspecify.annotations.NullMarked;
