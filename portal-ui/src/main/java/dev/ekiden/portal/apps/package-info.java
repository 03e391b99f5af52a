/**
 * The list of apps, and the page of one app with everything one can do to it. Start with {@link
 * dev.ekiden.portal.apps.AppView}.
 */
@NullMarked
package dev.ekiden.portal.apps;

import org.jspecify.annotations.NullMarked;
