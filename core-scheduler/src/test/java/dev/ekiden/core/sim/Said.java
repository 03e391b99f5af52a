package dev.ekiden.core.sim;

import dev.ekiden.core.decide.Event;
import java.time.Instant;
import java.util.function.Function;

/**
 * A report of an agent, kept until it is acknowledged.
 *
 * @param end whether it says that the instance is over
 */
record Said(long seq, String instance, boolean end, Function<Instant, Event> event) {}
