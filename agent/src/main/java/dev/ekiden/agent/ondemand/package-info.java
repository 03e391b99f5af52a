/**
 * Answers to what somebody wants to see now, as streams over the link: pieces go out as the reader
 * takes them, and what is not read is not made. Knows nothing of what is asked. Start at {@link
 * dev.ekiden.agent.ondemand.Streams}.
 */
@NullMarked
package dev.ekiden.agent.ondemand;

import org.jspecify.annotations.NullMarked;
