package dev.ekiden.api.applications;

import dev.ekiden.core.model.End;
import dev.ekiden.core.model.QuotaGap;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Pause;
import dev.ekiden.core.state.Run;
import dev.ekiden.core.state.Waiting;
import java.math.BigDecimal;

/**
 * The one sentence of truth about an app: what is so, since when or why, and what one can do.
 *
 * @param state one word of the vocabulary that portal and API share
 */
record Verdict(State state, String sentence) {

  /** As docs/api.md lists them. */
  enum State {
    RUNNING,
    STARTING,
    DEGRADED,
    WAITING,
    CRASHING,
    STOPPED,
    DEPLOYING,
    /** A job whose latest run ended well. */
    SUCCEEDED,
    /** A job whose latest run did not. */
    FAILED
  }

  static Verdict of(ClusterState state, App app) {
    if (!app.spec().forEver() && !(app.run() instanceof Run.Active)) {
      return job(app);
    }
    int wanted = app.wanted();
    var live = state.instancesOf(app.id());
    long serving = live.stream().filter(Instance::serves).count();
    if (app.waiting() instanceof Waiting.ForRoom room) {
      return new Verdict(State.WAITING, waiting(room, wanted));
    }
    if (app.waiting() instanceof Waiting.ForQuota quota) {
      return new Verdict(State.WAITING, waiting(quota, wanted));
    }
    if (app.pause() instanceof Pause.Until pause && serving < wanted) {
      return new Verdict(State.CRASHING, crashing(state, app, pause));
    }
    if (wanted == 0) {
      return new Verdict(
          State.STOPPED, "Stopped: 0 instances are wanted. Scale it up to start it.");
    }
    if (state.deploymentOf(app.id()).isPresent()) {
      return new Verdict(
          serving == 0 ? State.STARTING : State.DEPLOYING,
          serving + " of " + wanted + " instances serve; a deployment is under way.");
    }
    if (serving >= wanted) {
      return new Verdict(
          State.RUNNING,
          wanted == 1 ? "The instance serves." : "All " + wanted + " instances serve.");
    }
    return new Verdict(
        State.DEGRADED, serving + " of " + wanted + " instances serve" + sick(live) + ".");
  }

  private static Verdict job(App app) {
    return switch (app.run()) {
      case Run.Over over ->
          new Verdict(
              over.success() ? State.SUCCEEDED : State.FAILED,
              "The latest run: " + over.sentence() + ".");
      case Run.None _, Run.Active _ -> new Verdict(State.STOPPED, "It has not run yet.");
    };
  }

  private static String waiting(Waiting.ForQuota quota, int wanted) {
    var gaps =
        quota.gaps().stream()
            .map(
                gap ->
                    "%s may have %s %s, %s are in use, one instance needs %s"
                        .formatted(
                            gap.group().value(),
                            amount(gap, gap.limit()),
                            gap.kind(),
                            amount(gap, gap.used()),
                            amount(gap, gap.needed())))
            .toList();
    return "%d of %d instances would exceed a quota: %s. Scale something down or ask an admin."
        .formatted(quota.missing(), wanted, String.join("; ", gaps));
  }

  private static String amount(QuotaGap gap, long value) {
    return gap.kind().equals("cpus")
        ? BigDecimal.valueOf(value, 3).stripTrailingZeros().toPlainString()
        : Long.toString(value);
  }

  private static String waiting(Waiting.ForRoom room, int wanted) {
    return room.missing()
        + " of "
        + wanted
        + (wanted == 1 ? " instance" : " instances")
        + (room.missing() == 1 ? " waits" : " wait")
        + " for room: "
        + (room.vetoes().isEmpty()
            ? "no agents have joined"
            : String.join(
                "; ",
                room.vetoes().stream()
                    .map(veto -> veto.agent().value() + " " + veto.sentence())
                    .toList()))
        + ".";
  }

  private static String crashing(ClusterState state, App app, Pause.Until pause) {
    var last = state.endedOf(app.id()).stream().findFirst();
    var why = last.map(ended -> ended.end().sentence()).orElse("an instance ended");
    var advice =
        last.filter(ended -> ended.end().cause() == End.Cause.OUT_OF_MEMORY).isPresent()
            ? " Give it more memory."
            : " Look at its log.";
    return "The last instance ended, "
        + pause.deaths()
        + (pause.deaths() == 1 ? " time" : " times")
        + " in a row: "
        + why
        + ". Trying again"
        + (pause.delay().toSeconds() > 0
            ? " after " + pause.delay().toSeconds() + " s."
            : " at once.")
        + advice;
  }

  private static String sick(java.util.List<Instance> live) {
    return live.stream()
        .filter(instance -> !instance.serves() && !instance.remark().isEmpty())
        .findFirst()
        .map(instance -> "; " + instance.remark())
        .orElse("");
  }
}
