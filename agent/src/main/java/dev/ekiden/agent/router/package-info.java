/**
 * The process that keeps HAProxy right: it takes the {@link dev.ekiden.core.wire.RouteTable} from
 * the leading master and makes it true, by runtime commands where it can and a reload where it
 * must. It carries no traffic itself and HAProxy outlives it. Start at {@link
 * dev.ekiden.agent.router.Router}; what is wanted ({@code Wanted}, {@code Shape}, {@code Plan},
 * {@code Steps}) is pure, the rest touches files, sockets and processes.
 */
@NullMarked
package dev.ekiden.agent.router;

import org.jspecify.annotations.NullMarked;
