/** Other programs of this machine that are run to their end, and what they say. */
@NullMarked
package dev.ekiden.agent.exec;

import org.jspecify.annotations.NullMarked;
