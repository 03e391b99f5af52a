package dev.ekiden.api.control;

/** Fired when this master begins to lead, its state being complete. */
public record Leading(long epoch) {}
