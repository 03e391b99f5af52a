/** Agents as operators see them: /v3/agents. */
@NullMarked
package dev.ekiden.api.agents;

import org.jspecify.annotations.NullMarked;
