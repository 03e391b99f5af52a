/**
 * The live tail of an instance's log, used by several pages. Start with {@link
 * dev.ekiden.portal.logs.LogTail}.
 */
@NullMarked
package dev.ekiden.portal.logs;

import org.jspecify.annotations.NullMarked;
