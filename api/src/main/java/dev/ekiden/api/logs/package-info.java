/** Pieces of instances' logs, read from their agents on demand: /v3/instances. */
@NullMarked
package dev.ekiden.api.logs;

import org.jspecify.annotations.NullMarked;
