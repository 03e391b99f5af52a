/** What waits for room or for its delay, and why: /v2/queue. */
@NullMarked
package dev.ekiden.api.queue;

import org.jspecify.annotations.NullMarked;
