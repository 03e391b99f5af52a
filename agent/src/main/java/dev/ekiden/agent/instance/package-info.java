/**
 * What to do next about one instance: a pure function of what is wanted and what is seen. No files,
 * processes, clocks or threads. Start at {@link dev.ekiden.agent.instance.Steps}.
 */
@NullMarked
package dev.ekiden.agent.instance;

import org.jspecify.annotations.NullMarked;
