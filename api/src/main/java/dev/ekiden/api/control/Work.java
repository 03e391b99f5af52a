package dev.ekiden.api.control;

import dev.ekiden.core.decide.Decision;
import dev.ekiden.core.decide.Event;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** An event on its way through the loop, stamped there, and the promise of its answer. */
record Work(Function<Instant, Event> event, CompletableFuture<Decision.Reply> answer) {}
