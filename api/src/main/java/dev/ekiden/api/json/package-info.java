/**
 * JSON in and out of the API: one mapper for all, and readers that collect every fault of a body.
 * Knows nothing of apps. Start with {@link dev.ekiden.api.json.JsonFields}.
 */
@NullMarked
package dev.ekiden.api.json;

import org.jspecify.annotations.NullMarked;
