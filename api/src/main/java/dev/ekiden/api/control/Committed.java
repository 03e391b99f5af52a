package dev.ekiden.api.control;

import dev.ekiden.api.registrar.Batch;

/** Fired once a batch is durable and visible in the {@link View}, on the control loop's thread. */
public record Committed(Batch batch) {}
