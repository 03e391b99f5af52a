/**
 * Who is calling and what they may do; the only place that decides it. Start with {@code Caller}.
 */
@NullMarked
package dev.ekiden.api.security;

import org.jspecify.annotations.NullMarked;
