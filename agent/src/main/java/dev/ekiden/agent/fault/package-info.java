/**
 * Places where tests kill the agent from within, to see that it recovers. Nothing here does
 * anything unless it is asked for at start. Start at {@link dev.ekiden.agent.fault.Fault}.
 */
@NullMarked
package dev.ekiden.agent.fault;

import org.jspecify.annotations.NullMarked;
