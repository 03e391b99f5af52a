package dev.ekiden.core.sim;

import dev.ekiden.core.decide.Event;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * A place to break a rule on purpose, so that the simulation shows that it bites. This one breaks
 * none; each of {@link Mutants} overrides what it breaks.
 */
class Mutant {
  static final Mutant NONE = new Mutant();

  /** What the leader hears of an event. */
  Optional<Event> event(Master master, Event event) {
    return Optional.of(event);
  }

  /** What the leader decides; its state follows. */
  List<Fact> facts(Master master, Event event, List<Fact> facts) {
    return facts;
  }

  /** Ids that an agent is told to run for one that was placed. */
  List<String> run(String instance) {
    return List.of(instance);
  }

  /** Ids that an agent is told to end for one that is to end. */
  List<String> kill(Master master, String instance) {
    return List.of(instance);
  }

  List<Snapshot.Entry> snapshot(List<Snapshot.Entry> entries) {
    return entries;
  }

  boolean journalIgnoresEpoch() {
    return false;
  }

  boolean agentIgnoresEpoch() {
    return false;
  }

  boolean agentRunsAgain() {
    return false;
  }

  /** The answer to whoever sent this goes out before anything is written. */
  boolean answersAtOnce(Event event) {
    return false;
  }

  /** What of a batch is written. */
  List<Fact> written(List<Fact> facts) {
    return facts;
  }

  /** Orders go out before anything is written. */
  boolean tellsAtOnce() {
    return false;
  }

  boolean overlooksStrays() {
    return false;
  }

  boolean losesReport(boolean end) {
    return false;
  }
}
