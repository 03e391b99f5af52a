package dev.ekiden.core.offers;

/** Something that happened to a foreign framework, by its own wish or not. */
public sealed interface ForeignEvent permits Subscription, ForeignCall, ForeignReport {}
