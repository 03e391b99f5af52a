package dev.ekiden.api.deployments;

import dev.ekiden.api.json.Json;
import dev.ekiden.core.model.Milestone;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Pause;
import dev.ekiden.core.state.Waiting;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A deployment as people want to see it: how far it is, step by step, and what holds it up. */
public final class DeploymentJson {
  private DeploymentJson() {}

  public static ObjectNode of(ClusterState state, Deployment deployment) {
    var app = state.app(deployment.app());
    long healthy =
        state.instancesOf(deployment.app()).stream()
            .filter(instance -> isNew(app, instance) && instance.serves())
            .count();
    var node =
        Json.object()
            .put("id", deployment.id().value())
            .put("app", deployment.app().path())
            .put("kind", deployment.kind().name())
            .put("state", deployment.state().name())
            .put("by", deployment.by())
            .put("cause", deployment.cause())
            .put("startedAt", Json.time(deployment.startedAt()));
    if (deployment.running()) {
      node.putNull("endedAt");
    } else {
      node.put("endedAt", Json.time(deployment.endedAt()));
    }
    node.put("sentence", sentence(state, deployment, app, healthy));
    node.put("wanted", deployment.wanted()).put("healthy", healthy);
    steps(deployment, app.map(DeploymentJson::hasRoute).orElse(false), node);
    return node;
  }

  private static boolean hasRoute(App app) {
    return !app.spec().ports().isEmpty();
  }

  private static boolean isNew(Optional<App> app, Instance instance) {
    return app.filter(it -> it.configVersion().equals(instance.configVersion())).isPresent();
  }

  private static String sentence(
      ClusterState state, Deployment deployment, Optional<App> app, long healthy) {
    if (!deployment.running()) {
      return deployment.sentence();
    }
    if (deployment.kind() == Deployment.Kind.STOP) {
      int left = state.awaitedOf(deployment.app());
      return left == 1 ? "1 instance is still ending" : left + " instances are still ending";
    }
    var progress =
        (deployment.state() == Deployment.State.PAUSED ? "paused; " : "")
            + healthy
            + " of "
            + deployment.wanted()
            + " serve"
            + canary(deployment);
    return app.map(it -> progress + held(state, it)).orElse(progress);
  }

  private static String canary(Deployment deployment) {
    return switch (deployment.canary()) {
      case NONE, PROMOTED -> "";
      case GOING -> "; the first instances of the new version go ahead";
      case SERVING -> "; the first instances of the new version serve, promote it to go on";
    };
  }

  /** What holds it up, where something does. */
  private static String held(ClusterState state, App app) {
    if (app.waiting() instanceof Waiting.ForRoom room) {
      return "; " + room.missing() + " wait for room on an agent";
    }
    if (app.waiting() instanceof Waiting.ForQuota quota) {
      return "; " + quota.missing() + " would exceed a quota";
    }
    if (app.pause() instanceof Pause.Until pause && state.awaitedOf(app.id()) == 0) {
      var last = state.endedOf(app.id()).stream().findFirst();
      return "; the last instance ended"
          + last.map(ended -> " (" + ended.end().sentence() + ")").orElse("")
          + ", "
          + pause.deaths()
          + " in a row";
    }
    return "";
  }

  private static void steps(Deployment deployment, boolean routed, ObjectNode node) {
    var steps = node.putArray("steps");
    if (deployment.kind() == Deployment.Kind.STOP) {
      return;
    }
    boolean now = deployment.running();
    for (var milestone : Milestone.values()) {
      var at = deployment.milestones().get(milestone);
      var step = steps.addObject().put("name", word(milestone));
      if (at != null) {
        done(step, at);
      } else {
        step.put("state", now ? "NOW" : "TODO").putNull("at");
        now = false;
      }
      step.put("detail", "");
    }
    if (routed) {
      // The router hears of a healthy instance in the moment in which that becomes true.
      var at = deployment.milestones().get(Milestone.HEALTHY);
      var step = steps.addObject().put("name", "Routed");
      if (at == null) {
        step.put("state", "TODO").putNull("at");
      } else {
        done(step, at);
      }
      step.put("detail", "");
    }
  }

  private static void done(ObjectNode step, Instant at) {
    step.put("state", "DONE").put("at", Json.time(at));
  }

  private static String word(Milestone milestone) {
    var name = milestone.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
