/**
 * What one real agent costs: memory, processor time, seconds from an order to a running instance,
 * beside what the container runtimes take alone. The master is a stand-in that only speaks the
 * link's protocol. Start at {@link dev.ekiden.bench.agent.AgentBench}.
 */
@NullMarked
package dev.ekiden.bench.agent;

import org.jspecify.annotations.NullMarked;
