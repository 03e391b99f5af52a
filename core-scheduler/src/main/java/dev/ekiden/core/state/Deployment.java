package dev.ekiden.core.state;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.Milestone;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The way of one app, or of several, from one version to another. RUNNING ↔ PAUSED by hand; RUNNING
 * → SUCCEEDED when all that was wanted serves and nothing else is left; RUNNING → FAILED when there
 * was no progress for too long; RUNNING or PAUSED → CANCELLED when another one takes over, or when
 * somebody lets go of it or leads it back.
 *
 * @param actions in the order of their steps
 * @param by who asked for it; {@code ekiden} for what happens by itself
 * @param cause why, if it was not just asked for; may be empty
 * @param step that is under way; actions of earlier ones are done, of later ones have not begun
 * @param canary of the step under way
 * @param canarySince when the canary got there, or the deployment was resumed since
 * @param progressAt when something last got better
 * @param best most instances of the new version that have been ready at the same time
 * @param fewest instances left that are to go, so far
 * @param endedAt equals {@code startedAt} while it runs
 * @param milestones when an instance of the new version first got so far
 * @param before what each app was that existed before, to lead back to
 */
public record Deployment(
    DeploymentId id,
    List<Action> actions,
    State state,
    String by,
    String cause,
    int step,
    CanaryPhase canary,
    Instant canarySince,
    Instant progressAt,
    int best,
    int fewest,
    Instant startedAt,
    Instant endedAt,
    String sentence,
    SortedMap<Milestone, Instant> milestones,
    List<App> before) {
  /** What it does, as Marathon's actions: StartApplication and so on. */
  public enum Kind {
    START,
    SCALE,
    RESTART,
    STOP
  }

  /** Whether it is over, and how. */
  public enum State {
    RUNNING,
    PAUSED,
    SUCCEEDED,
    FAILED,
    CANCELLED
  }

  /** Where a canary is. */
  public enum CanaryPhase {
    /** No canary, or its step has not begun. */
    NONE,
    /** Only the first instances are being replaced. */
    GOING,
    /** The first instances serve; time or a person decides. */
    SERVING,
    /** The rest may follow. */
    PROMOTED
  }

  /**
   * What becomes of one app.
   *
   * @param version of the app that it leads to
   * @param step number of its step, from 0
   */
  public record Action(AppId app, Kind kind, Instant version, int wanted, int step) {}

  public Deployment {
    actions = List.copyOf(actions);
    before = List.copyOf(before);
    canarySince = canarySince == null ? startedAt : canarySince;
  }

  /** Whether it is not over. */
  public boolean running() {
    return state == State.RUNNING || state == State.PAUSED;
  }

  /** The app of a deployment of one; the first one of several. */
  public AppId app() {
    return actions.getFirst().app();
  }

  /** What is done to {@link #app()}. */
  public Kind kind() {
    return actions.getFirst().kind();
  }

  /** Where {@link #app()} is led to. */
  public Instant version() {
    return actions.getFirst().version();
  }

  /** Instances wanted of {@link #app()}. */
  public int wanted() {
    return actions.getFirst().wanted();
  }

  public Optional<Action> actionOn(AppId app) {
    return actions.stream().filter(action -> action.app().equals(app)).findFirst();
  }

  /** What the app was before; empty if it did not exist. */
  public Optional<App> before(AppId app) {
    return before.stream().filter(old -> old.id().equals(app)).findFirst();
  }

  public int lastStep() {
    return actions.getLast().step();
  }

  Deployment ended(State how, String why, Instant at) {
    return copy(how, step, canary, canarySince, progressAt, best, fewest, at, why, milestones);
  }

  Deployment held(State next, Instant at) {
    return copy(next, step, canary, at, at, best, fewest, endedAt, sentence, milestones);
  }

  Deployment stepped(int next, Instant at) {
    return copy(
        state, next, CanaryPhase.NONE, at, at, 0, Integer.MAX_VALUE, endedAt, sentence, milestones);
  }

  Deployment canary(CanaryPhase next, Instant at) {
    return copy(state, step, next, at, at, best, fewest, endedAt, sentence, milestones);
  }

  Deployment progressed(int ready, int old, Instant at) {
    return copy(
        state,
        step,
        canary,
        canarySince,
        at,
        Math.max(best, ready),
        Math.min(fewest, old),
        endedAt,
        sentence,
        milestones);
  }

  Deployment reached(SortedMap<Milestone, Instant> next) {
    return copy(
        state, step, canary, canarySince, progressAt, best, fewest, endedAt, sentence, next);
  }

  private Deployment copy(
      State nextState,
      int nextStep,
      CanaryPhase nextCanary,
      Instant nextCanarySince,
      Instant nextProgressAt,
      int nextBest,
      int nextFewest,
      Instant nextEndedAt,
      String nextSentence,
      SortedMap<Milestone, Instant> nextMilestones) {
    return new Deployment(
        id,
        actions,
        nextState,
        by,
        cause,
        nextStep,
        nextCanary,
        nextCanarySince,
        nextProgressAt,
        nextBest,
        nextFewest,
        startedAt,
        nextEndedAt,
        nextSentence,
        nextMilestones,
        before);
  }
}
