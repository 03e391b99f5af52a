/**
 * The imperative shell around the scheduler: one thread takes events, decides, commits and only
 * then tells. Nothing else calls the scheduler. Start with {@link
 * dev.ekiden.api.control.ControlLoop}.
 */
@NullMarked
package dev.ekiden.api.control;

import org.jspecify.annotations.NullMarked;
