/**
 * What is known of frameworks that bring their own scheduler, as on Mesos: they themselves, offers
 * made to them, tasks that they launched, and the facts that change these. It decides nothing and
 * speaks no protocol. Start with {@link dev.ekiden.core.foreign.ForeignBook}.
 */
@NullMarked
package dev.ekiden.core.foreign;

import org.jspecify.annotations.NullMarked;
