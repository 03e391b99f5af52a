package dev.ekiden.api.control;

/** Fired when this master has ended leading, for whatever reason; it stands by again. */
public record SteppedDown(long epoch) {}
