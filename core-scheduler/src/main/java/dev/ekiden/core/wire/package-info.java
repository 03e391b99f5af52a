/**
 * What masters and agents say to each other: {@link dev.ekiden.core.wire.Order} downwards, {@link
 * dev.ekiden.core.wire.Report} upwards, one JSON object per WebSocket text message, or a list of
 * them for those who know {@link dev.ekiden.core.wire.Dialect#LISTS}. Only plain values, no
 * decisions; golden texts in the tests pin the form.
 */
@NullMarked
package dev.ekiden.core.wire;

import org.jspecify.annotations.NullMarked;
