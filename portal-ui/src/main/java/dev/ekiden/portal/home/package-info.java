/**
 * The first page: drop an artifact, deploy the sample, see what needs attention. Start with {@link
 * dev.ekiden.portal.home.HomeView}.
 */
@NullMarked
package dev.ekiden.portal.home;

import org.jspecify.annotations.NullMarked;
