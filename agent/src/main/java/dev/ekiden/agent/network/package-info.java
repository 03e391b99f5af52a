/**
 * Networks of instances' own: a network namespace each, joined to a bridge of the agent by CNI
 * plugins, with host ports forwarded into it. Not what an instance sees of it, which is {@code
 * bundle}'s. Start with {@link dev.ekiden.agent.network.Networks}.
 */
@NullMarked
package dev.ekiden.agent.network;

import org.jspecify.annotations.NullMarked;
