package dev.ekiden.core.sim;

/** A simulation that came to a bad end, with all that it takes to see it again. */
final class Failure extends AssertionError {
  private static final long serialVersionUID = 1;

  /** The broken rule; SOUND if the code under test threw something itself. */
  final transient Law law;

  final transient int step;

  Failure(Simulation sim, Throwable cause) {
    super(text(sim, cause), cause);
    this.law = cause instanceof Violation violation ? violation.law : Law.SOUND;
    this.step = sim.steps();
  }

  private static String text(Simulation sim, Throwable cause) {
    return """
        seed %d, %s, step %d: %s
        To see it again: ./ekiden bench sim --seed %d --size %s --steps %d
        What happened last:
        %s"""
        .formatted(
            sim.seed,
            sim.size.name(),
            sim.steps(),
            cause,
            sim.seed,
            sim.size.name(),
            sim.stormSteps(),
            sim.trace.text());
  }
}
