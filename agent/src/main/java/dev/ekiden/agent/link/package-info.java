/**
 * The connection to the leading master: it dials out, keeps reports until they are acknowledged and
 * refuses orders of a deposed leader. What orders do is decided elsewhere. Start at {@link
 * dev.ekiden.agent.link.Link}.
 */
@NullMarked
package dev.ekiden.agent.link;

import org.jspecify.annotations.NullMarked;
