package dev.ekiden.api.control;

import java.time.Duration;

/**
 * How the control loop does, for metrics.
 *
 * @param waitingEvents in the queue, not yet decided
 * @param uncommittedFacts decided, not yet durable
 * @param committedBatches since this process began
 * @param lastCommit how long the last commit took; zero before the first
 * @param stalledFor how long the registrar has not confirmed a commit; zero while all is well
 * @param commitNanosTotal time of all commits together
 */
public record LoopFigures(
    int waitingEvents,
    int uncommittedFacts,
    long committedBatches,
    Duration lastCommit,
    Duration stalledFor,
    long commitNanosTotal) {}
