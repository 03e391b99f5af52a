/**
 * An instance's sandbox as others see it from outside: directories page by page, files piece by
 * piece. The instance owns every name in it and may change it at any moment, so the kernel itself
 * keeps each look inside. Start at {@link dev.ekiden.agent.sandbox.Sandboxed}.
 */
@NullMarked
package dev.ekiden.agent.sandbox;

import org.jspecify.annotations.NullMarked;
