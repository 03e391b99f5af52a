/**
 * Who listens on this machine, as the kernel tells it. Knows users and ports, and nothing of
 * instances. Start at {@link dev.ekiden.agent.listen.Listeners}.
 */
@NullMarked
package dev.ekiden.agent.listen;

import org.jspecify.annotations.NullMarked;
