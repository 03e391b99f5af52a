package dev.ekiden.api.control;

import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.List;

/** Decided and not yet durable: facts, and the answers that are due once they are. */
record Pending(Instant at, List<Fact> facts, List<Answer> answers) {}
