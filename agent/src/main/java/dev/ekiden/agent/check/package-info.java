/**
 * Health checks, run beside the instances. The verdict is pure, the probe is not; nobody is killed
 * here. Start at {@link dev.ekiden.agent.check.Checking}.
 */
@NullMarked
package dev.ekiden.agent.check;

import org.jspecify.annotations.NullMarked;
