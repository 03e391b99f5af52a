/** What the master says about itself: /ping, /v2/info, /v2/leader. */
@NullMarked
package dev.ekiden.api.info;

import org.jspecify.annotations.NullMarked;
