/**
 * Which agents can take an instance, which is best, and why the others can not. Looks at one app at
 * a time and changes nothing. Start with {@link dev.ekiden.core.place.Placement}.
 */
@NullMarked
package dev.ekiden.core.place;

import org.jspecify.annotations.NullMarked;
