/**
 * The mutual-TLS side door: agents' and routers' WebSockets and their downloads. Turns reports into
 * events and committed facts into orders. Start with {@link dev.ekiden.api.agentlink.AgentLink}.
 */
@NullMarked
package dev.ekiden.api.agentlink;

import org.jspecify.annotations.NullMarked;
