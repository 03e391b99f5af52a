/**
 * The whole product on one machine: which processes there are, how each is started, asked for its
 * health and stopped, and in which order. Not the product itself. Start at {@link
 * dev.ekiden.cli.local.Stack}.
 */
@NullMarked
package dev.ekiden.cli.local;

import org.jspecify.annotations.NullMarked;
