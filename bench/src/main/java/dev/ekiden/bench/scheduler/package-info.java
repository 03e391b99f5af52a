/** Whole runs of the scheduler on made-up clusters. */
@NullMarked
package dev.ekiden.bench.scheduler;

import org.jspecify.annotations.NullMarked;
