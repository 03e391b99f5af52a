/**
 * What issue 2 promises, proved on the real {@code ./ekiden up} of this checkout, from outside:
 * with its command line, with curl, with a browser and with {@code kill -9}. Nothing here knows a
 * class of the product. Start at {@link dev.ekiden.e2e.EndToEnd}, then read any {@code *IT}.
 */
@NullMarked
package dev.ekiden.e2e;

import org.jspecify.annotations.NullMarked;
