package dev.ekiden.core.sim;

import dev.ekiden.core.decide.Event;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Snapshot;
import java.util.List;
import java.util.function.Supplier;

/**
 * Rules broken on purpose, one each, and the {@link Law}s one of which has to notice within how
 * many steps of a small simulation.
 */
enum Mutants {
  /** A placement takes a port that another instance of the agent has. */
  IGNORES_TAKEN_PORTS(() -> Sabotage.placements(Sabotage::onTakenPort), Law.PORTS, Law.SOUND),
  /** A placement goes to an agent that is full. */
  IGNORES_ROOM(() -> Sabotage.placements(Sabotage::onFullAgent), Law.ROOM),
  /** A placement goes to an agent that is silent. */
  PLACES_ON_THE_SILENT(() -> Sabotage.placements(Sabotage::onSilentAgent), Law.AGENT_OPEN),
  /** A placement goes to an agent that is being emptied. */
  PLACES_ON_THE_DRAINED(() -> Sabotage.placements(Sabotage::onDrainedAgent), Law.AGENT_OPEN),
  /** Room is all that a placement asks for. */
  SKIPS_CONSTRAINTS(() -> Sabotage.placements(Sabotage::againstConstraint), Law.CONSTRAINTS),
  /** Who has used up his quota gets one more. */
  IGNORES_QUOTAS(
      () ->
          Sabotage.each(
              (master, fact) ->
                  fact instanceof Fact.AppWaitsForQuota waits
                      ? Sabotage.oneMore(master, fact, waits.app())
                      : List.of(fact)),
      Law.QUOTA),
  /** A crash loop spins. */
  IGNORES_PAUSES(
      () ->
          Sabotage.each(
              (master, fact) ->
                  fact instanceof Fact.AppPaused paused
                      ? Sabotage.oneMore(master, fact, paused.app())
                      : List.of(fact)),
      Law.PAUSE),
  /** One that is missing is started twice, under two ids. */
  STARTS_TWO_FOR_ONE(
      () ->
          Sabotage.each(
              (_, fact) ->
                  fact instanceof Fact.InstancePlaced placed && placed.ports().isEmpty()
                      ? List.of(fact, Sabotage.again(placed))
                      : List.of(fact)),
      Law.WANTED,
      Law.MAXIMUM,
      Law.ROOM,
      Law.QUOTA,
      Law.CONSTRAINTS),
  /** A rollout takes all old instances at once. */
  KILLS_BELOW_THE_MINIMUM(() -> Sabotage.each(Sabotage::killAll), Law.MINIMUM),
  /** Once replaced, always replaced: whether the other one serves yet is not asked. */
  ENDS_WHAT_RETURNS(() -> Sabotage.each(Sabotage::endWhatReturns), Law.RETURN),
  /** What is given up is forgotten at once. */
  FORGETS_WHAT_IT_GIVES_UP(() -> Sabotage.each(Sabotage::forgetWhatIsGivenUp), Law.RETURN),
  /** Who waits takes the room of his equals. */
  PREEMPTS_EQUALS(() -> Sabotage.each(Sabotage::preemptEquals), Law.BAND),
  /** What cannot be reached is given up though too much cannot. */
  IGNORES_THE_BRAKE(Sabotage::ignoringBrake, Law.BRAKE),
  /** What runs is called lost. */
  GIVES_UP_WHAT_RUNS(Sabotage::givingUpWhatRuns, Law.ENDED),
  /** An end is applied twice. */
  APPLIES_TWICE(
      () ->
          Sabotage.each(
              (_, fact) ->
                  fact instanceof Fact.InstanceEnded ? List.of(fact, fact) : List.of(fact)),
      Law.KNOWN),
  /** A report about what is over is taken for news. */
  BELIEVES_LATE_REPORTS(Sabotage::believingLateReports, Law.KNOWN),
  /** A new deployment leaves the one before it running. */
  TAKES_OVER_WITHOUT_ENDING(() -> Sabotage.without(Sabotage::takesOver), Law.LOCK),
  /** No deployment ever succeeds. */
  NEVER_ENDS_A_DEPLOYMENT(() -> Sabotage.without(Sabotage::succeeds), Law.CONVERGES),
  /** Room once held is held for ever. */
  NEVER_LETS_GO_OF_ROOM(
      () -> Sabotage.without(fact -> fact instanceof Fact.RoomReleased), Law.HOLDS),
  /** What an instance had stays taken on the leader. */
  FORGETS_RELEASES(Sabotage::forgettingReleases, Law.REBUILD),
  /** A fact is decided and heard, and never written. */
  LOSES_FACTS(
      () ->
          new Mutant() {
            @Override
            List<Fact> written(List<Fact> facts) {
              return facts.stream().filter(it -> !(it instanceof Fact.InstanceChecked)).toList();
            }
          },
      Law.REBUILD,
      Law.RECOUNT,
      Law.MINIMUM),
  /** A snapshot leaves out what has ended. */
  SNAPSHOT_OMITS_THE_ENDED(
      () ->
          new Mutant() {
            @Override
            List<Snapshot.Entry> snapshot(List<Snapshot.Entry> entries) {
              return entries.stream()
                  .filter(entry -> !(entry instanceof Snapshot.Entry.OfEnded))
                  .toList();
            }
          },
      Law.REBUILD),
  /** A deposed leader's batch is written all the same. */
  JOURNAL_IGNORES_EPOCHS(
      () ->
          new Mutant() {
            @Override
            boolean journalIgnoresEpoch() {
              return true;
            }
          },
      Law.FENCED),
  /** Agents obey whoever speaks. */
  AGENTS_IGNORE_EPOCHS(
      () ->
          new Mutant() {
            @Override
            boolean agentIgnoresEpoch() {
              return true;
            }
          },
      Law.FENCED),
  /** An agent runs again what it has seen end. */
  AGENTS_RUN_AGAIN(
      () ->
          new Mutant() {
            @Override
            boolean agentRunsAgain() {
              return true;
            }
          },
      Law.ONCE),
  /** People are answered before anything is written. */
  REPLIES_AT_ONCE(
      () ->
          new Mutant() {
            @Override
            boolean answersAtOnce(Event event) {
              return event instanceof Event.AppSubmitted;
            }
          },
      Law.PROMISE),
  /** Reports are acknowledged before anything is written. */
  ACKNOWLEDGES_AT_ONCE(
      () ->
          new Mutant() {
            @Override
            boolean answersAtOnce(Event event) {
              return event instanceof Event.InstanceDied;
            }
          },
      Law.DURABLE),
  /** Orders go out before anything is written. */
  ORDERS_AT_ONCE(
      () ->
          new Mutant() {
            @Override
            boolean tellsAtOnce() {
              return true;
            }
          },
      Law.DURABLE),
  /** An agent is told to run something that nobody placed. */
  ORDERS_A_TWIN(
      () ->
          new Mutant() {
            @Override
            List<String> run(String instance) {
              return List.of(instance, instance + "-twin");
            }
          },
      Law.DURABLE),
  /** An agent is told to end the wrong one. */
  KILLS_THE_WRONG_ONE(
      () ->
          new Mutant() {
            @Override
            List<String> kill(Master master, String instance) {
              return Sabotage.neighbour(master, instance);
            }
          },
      Law.DURABLE,
      Law.ENDED),
  /** What returns and is not wanted is left alone. */
  OVERLOOKS_STRAYS(
      () ->
          new Mutant() {
            @Override
            boolean overlooksStrays() {
              return true;
            }
          },
      Law.ENDED,
      Law.CONVERGES),
  /** What is full grows. */
  RESIZES_WITHOUT_ROOM(() -> Sabotage.each(Sabotage::growTooMuch), Law.ROOM, Law.QUOTA),
  /** What is to shrink is free before its agent has done it. */
  FREES_BEFORE_THE_ANSWER(() -> Sabotage.each(Sabotage::freeAtOnce), Law.SIZE),
  /** An agent that refuses is taken to have done it. */
  TAKES_NO_FOR_YES(() -> Sabotage.each(Sabotage::takeNoForYes), Law.SIZE, Law.TRUTH),
  /** Agents keep it to themselves that something ended. */
  LOSES_REPORTS(
      () ->
          new Mutant() {
            @Override
            boolean losesReport(boolean end) {
              return end;
            }
          },
      Law.CONVERGES);

  /** One of these notices. */
  final List<Law> laws;

  private final Supplier<Mutant> make;

  Mutants(Supplier<Mutant> make, Law... laws) {
    this.make = make;
    this.laws = List.of(laws);
  }

  Mutant make() {
    return make.get();
  }
}
