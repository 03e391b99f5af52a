/**
 * Reads the reports that test runs leave behind and sums them up. Does not run tests. Start at
 * {@link dev.ekiden.cli.reports.TestReports}.
 */
@NullMarked
package dev.ekiden.cli.reports;

import org.jspecify.annotations.NullMarked;
