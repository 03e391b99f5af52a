package dev.ekiden.api.agentlink;

import java.util.concurrent.Executor;

/**
 * Threads for outboxes.
 *
 * @param sending a few will do, as sending does not wait; called for each text, so it must be cheap
 * @param closing may take long
 */
record Hands(Executor sending, Executor closing) {}
