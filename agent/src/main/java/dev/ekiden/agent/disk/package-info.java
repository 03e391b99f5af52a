/**
 * Files that survive a crash: written whole, flushed, then renamed into place. No locking and no
 * history. Start at {@link dev.ekiden.agent.disk.DurableFile}.
 */
@NullMarked
package dev.ekiden.agent.disk;

import org.jspecify.annotations.NullMarked;
