/**
 * Values of the trade: identifiers, quantities, app definitions. They validate themselves and
 * decide nothing. Start with {@link dev.ekiden.core.model.AppSpec}.
 */
@NullMarked
package dev.ekiden.core.model;

import org.jspecify.annotations.NullMarked;
