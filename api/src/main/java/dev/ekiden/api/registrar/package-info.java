/**
 * The durable truth in PostgreSQL: the journal of facts and the projections made from it. Start
 * with {@link dev.ekiden.api.registrar.Journal}.
 */
@NullMarked
package dev.ekiden.api.registrar;

import org.jspecify.annotations.NullMarked;
