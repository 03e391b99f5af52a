/**
 * The words of {@code ./ekiden}: one class per command, each a few lines that call the packages
 * below. No work is done here. Start at {@link dev.ekiden.cli.Main}.
 */
@NullMarked
package dev.ekiden.cli;

import org.jspecify.annotations.NullMarked;
