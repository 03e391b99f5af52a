/**
 * The life of instances on this machine: checkpoint, conmon, exit codes, logs, recovery. What to do
 * next is decided in {@code instance}; here it is done. Start at {@link
 * dev.ekiden.agent.supervise.Supervisor}.
 */
@NullMarked
package dev.ekiden.agent.supervise;

import org.jspecify.annotations.NullMarked;
