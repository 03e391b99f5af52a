/**
 * The verb that looks and changes nothing: {@link dev.ekiden.core.decide.Scheduler} takes a state
 * and an event and answers facts. It calls {@code place}, {@code rollout}, {@code supervise} and
 * {@code share} and does no arithmetic itself. Start with Scheduler.
 */
@NullMarked
package dev.ekiden.core.decide;

import org.jspecify.annotations.NullMarked;
