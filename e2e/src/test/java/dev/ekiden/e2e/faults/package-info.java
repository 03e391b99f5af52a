/**
 * Faults of every kind on the whole product, and what must hold through each: no instance lost,
 * doubled or restarted, no acknowledged write lost, no stale read, no visitor turned away. Start at
 * {@link dev.ekiden.e2e.faults.Vigil}, then read any {@code *IT}; {@code docs/testing-faults.md}
 * lists what is injected.
 */
@NullMarked
package dev.ekiden.e2e.faults;

import org.jspecify.annotations.NullMarked;
