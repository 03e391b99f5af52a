/**
 * Decides what foreign frameworks are offered and what becomes of what they ask. It changes nothing
 * and speaks no protocol: it answers facts, and what is to be told beside them. Start with {@link
 * dev.ekiden.core.offers.OfferDesk}; docs/algorithms/offers.md explains the rules.
 */
@NullMarked
package dev.ekiden.core.offers;

import org.jspecify.annotations.NullMarked;
