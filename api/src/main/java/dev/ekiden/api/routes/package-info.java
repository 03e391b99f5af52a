/**
 * Which host name leads to which instances; sent to routers. Start with {@link
 * dev.ekiden.api.routes.RouteNames}.
 */
@NullMarked
package dev.ekiden.api.routes;

import org.jspecify.annotations.NullMarked;
