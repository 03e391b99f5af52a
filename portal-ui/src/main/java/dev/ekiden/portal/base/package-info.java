/**
 * The shell around every page and the parts that pages share: states, bars, times, notices, live
 * updates. Knows rows, but no page. Start with {@link dev.ekiden.portal.base.MainLayout}.
 */
@NullMarked
package dev.ekiden.portal.base;

import org.jspecify.annotations.NullMarked;
