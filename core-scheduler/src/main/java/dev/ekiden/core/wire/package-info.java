/**
 * What masters and agents say to each other: {@link dev.ekiden.core.wire.Order} downwards, {@link
 * dev.ekiden.core.wire.Report} upwards, one JSON object per WebSocket text message. Only plain
 * values, no decisions; golden files in both modules' tests pin the form.
 */
@NullMarked
package dev.ekiden.core.wire;

import org.jspecify.annotations.NullMarked;
