package dev.ekiden.core.decide;

import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import java.util.List;

/** What people want of deployments that are under way. */
final class Steering {
  private Steering() {}

  static Decision cancel(ClusterState state, Event.DeploymentCancelled event) {
    var found = state.deployment(event.deployment()).filter(Deployment::running);
    if (found.isEmpty()) {
      return Decision.refused(new Problem.NotFound("DeploymentPlan", event.deployment().value()));
    }
    var sentence = "cancelled by " + event.by() + "; instances stay as they are";
    return Decision.of(
        List.of(
            new Fact.DeploymentEnded(
                found.get().id(), Deployment.State.CANCELLED, sentence, event.at())));
  }

  static Decision revert(ClusterState state, Event.DeploymentReverted event, Rules rules) {
    return Decision.refused(new Problem.Impossible("not built"));
  }

  static Decision pause(ClusterState state, Event.DeploymentPaused event) {
    return Decision.refused(new Problem.Impossible("not built"));
  }

  static Decision resume(ClusterState state, Event.DeploymentResumed event) {
    return Decision.refused(new Problem.Impossible("not built"));
  }

  static Decision promote(ClusterState state, Event.CanaryPromoted event) {
    return Decision.refused(new Problem.Impossible("not built"));
  }
}
