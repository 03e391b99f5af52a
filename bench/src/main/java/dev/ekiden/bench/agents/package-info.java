/**
 * A fleet of made-up agents that speak the real link: mutual TLS, a WebSocket each, orders and
 * reports as in {@link dev.ekiden.core.wire}. They start no process; whatever they are told to run
 * is running a moment later. Start at {@link dev.ekiden.bench.agents.Fleet}.
 */
@NullMarked
package dev.ekiden.bench.agents;

import org.jspecify.annotations.NullMarked;
