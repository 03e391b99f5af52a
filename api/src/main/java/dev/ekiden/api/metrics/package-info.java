/**
 * The figures of one master at {@code /metrics}. Of bounded number, and cheap: sums that the state
 * keeps, never a walk over instances. Start with {@link dev.ekiden.api.metrics.Figures}.
 */
@NullMarked
package dev.ekiden.api.metrics;

import org.jspecify.annotations.NullMarked;
