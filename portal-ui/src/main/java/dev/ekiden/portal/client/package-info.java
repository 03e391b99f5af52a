/**
 * The API as the portal uses it: one client per resource, rows as records. The only place that
 * speaks HTTP with the API; knows no page. Start with {@link dev.ekiden.portal.client.Api}.
 */
@NullMarked
package dev.ekiden.portal.client;

import org.jspecify.annotations.NullMarked;
