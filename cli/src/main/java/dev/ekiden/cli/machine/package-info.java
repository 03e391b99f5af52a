/**
 * What the operating system says and does: processes, ports, packages, disk, terminal. Knows
 * nothing of Ekiden's own processes. Start at {@link dev.ekiden.cli.machine.ProcessIdentity}.
 */
@NullMarked
package dev.ekiden.cli.machine;

import org.jspecify.annotations.NullMarked;
