/**
 * Runs of jobs: when one is due, and when it is over. Knows apps and their runs, neither places nor
 * deployments, and decides by no clock of its own. Start with {@link dev.ekiden.core.jobs.Runs}.
 */
@NullMarked
package dev.ekiden.core.jobs;

import org.jspecify.annotations.NullMarked;
