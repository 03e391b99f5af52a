/**
 * What people list, search and report on: tables made from the journal behind a cursor, by JPA.
 * Nothing that is decided depends on them. Start with {@link
 * dev.ekiden.api.registrar.projections.Projector}.
 */
@NullMarked
package dev.ekiden.api.registrar.projections;

import org.jspecify.annotations.NullMarked;
