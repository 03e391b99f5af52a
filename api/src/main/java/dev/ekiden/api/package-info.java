/**
 * The master: Marathon's API and ours, the registrar, leadership and the link to agents. Start with
 * {@link dev.ekiden.api.control.ControlLoop}, then a resource such as {@code applications}.
 */
@NullMarked
package dev.ekiden.api;

import org.jspecify.annotations.NullMarked;
