/**
 * Prints what was measured beside what is wanted. Measures nothing itself. Start at {@link
 * dev.ekiden.bench.figures.Figures}.
 */
@NullMarked
package dev.ekiden.bench.figures;

import org.jspecify.annotations.NullMarked;
