/**
 * The process on each machine that runs instances: it takes {@link dev.ekiden.core.wire.Order
 * orders} from the leading master and tells it what it saw. It decides nothing about where things
 * run. Start at {@link dev.ekiden.agent.Main}.
 */
@NullMarked
package dev.ekiden.agent;

import org.jspecify.annotations.NullMarked;
