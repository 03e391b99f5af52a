/**
 * What was: who changed what, and what instances went through. Drives the registrar's upkeep, as
 * that is for the leader only. Start with {@link dev.ekiden.api.history.Upkeep}.
 */
@NullMarked
package dev.ekiden.api.history;

import org.jspecify.annotations.NullMarked;
