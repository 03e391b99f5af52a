/** Which host name leads to which instances; sent to routers. Start with {@code RouteTables}. */
@NullMarked
package dev.ekiden.api.routes;

import org.jspecify.annotations.NullMarked;
