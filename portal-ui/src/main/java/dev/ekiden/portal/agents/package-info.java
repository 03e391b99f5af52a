/** The machines, for operators. Start with {@link dev.ekiden.portal.agents.AgentsView}. */
@NullMarked
package dev.ekiden.portal.agents;

import org.jspecify.annotations.NullMarked;
