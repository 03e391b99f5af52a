/**
 * How many instances may start and which must go, so that an app reaches its wanted version and
 * number. Pure arithmetic. Start with {@link dev.ekiden.core.rollout.Rollout}.
 */
@NullMarked
package dev.ekiden.core.rollout;

import org.jspecify.annotations.NullMarked;
