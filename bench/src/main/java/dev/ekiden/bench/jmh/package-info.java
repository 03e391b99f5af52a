/** The same measurements under JMH, for those who compare two builds. */
@NullMarked
package dev.ekiden.bench.jmh;

import org.jspecify.annotations.NullMarked;
