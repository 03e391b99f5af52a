/**
 * What follows from an instance's end or its agent's silence: how long to wait, what to give up.
 * Start with {@link dev.ekiden.core.supervise.Backoff}.
 */
@NullMarked
package dev.ekiden.core.supervise;

import org.jspecify.annotations.NullMarked;
