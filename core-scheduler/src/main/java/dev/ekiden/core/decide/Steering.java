package dev.ekiden.core.decide;

import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Deployment.CanaryPhase;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What people want of deployments that are under way. */
final class Steering {
  private Steering() {}

  static Decision cancel(ClusterState state, Event.DeploymentCancelled event) {
    var sentence = "cancelled by " + event.by() + "; instances stay as they are";
    return running(state, event.deployment())
        .map(deployment -> ended(deployment, sentence, event.at()))
        .orElseGet(() -> unknown(event.deployment()));
  }

  private static Decision ended(Deployment deployment, String sentence, Instant at) {
    return Decision.of(
        List.of(
            new Fact.DeploymentEnded(deployment.id(), Deployment.State.CANCELLED, sentence, at)));
  }

  static Decision revert(ClusterState state, Event.DeploymentReverted event, Rules rules) {
    return running(state, event.deployment())
        .map(found -> new Reversal(state, found, event.at(), rules).asked(event.by()))
        .orElseGet(() -> unknown(event.deployment()));
  }

  static Decision pause(ClusterState state, Event.DeploymentPaused event) {
    return running(state, event.deployment())
        .map(
            found ->
                found.state() == Deployment.State.PAUSED
                    ? Decision.of(List.of())
                    : Decision.of(
                        List.of(new Fact.DeploymentPaused(found.id(), event.by(), event.at()))))
        .orElseGet(() -> unknown(event.deployment()));
  }

  static Decision resume(ClusterState state, Event.DeploymentResumed event) {
    return running(state, event.deployment())
        .map(
            found ->
                found.state() == Deployment.State.RUNNING
                    ? Decision.of(List.of())
                    : Decision.of(
                        List.of(new Fact.DeploymentResumed(found.id(), event.by(), event.at()))))
        .orElseGet(() -> unknown(event.deployment()));
  }

  static Decision promote(ClusterState state, Event.CanaryPromoted event) {
    return running(state, event.deployment())
        .map(found -> promote(found, event))
        .orElseGet(() -> unknown(event.deployment()));
  }

  private static Decision promote(Deployment deployment, Event.CanaryPromoted event) {
    return switch (deployment.canary()) {
      case NONE ->
          Decision.refused(
              new Problem.Impossible(
                  "this deployment has no canary; it goes on without being told to"));
      case GOING, SERVING ->
          Decision.of(
              List.of(
                  new Fact.CanaryMoved(
                      deployment.id(), CanaryPhase.PROMOTED, event.by(), event.at())));
      case PROMOTED -> Decision.of(List.of());
    };
  }

  private static Optional<Deployment> running(ClusterState state, DeploymentId id) {
    return state.deployment(id).filter(Deployment::running);
  }

  private static Decision unknown(DeploymentId id) {
    return Decision.refused(new Problem.NotFound("DeploymentPlan", id.value()));
  }
}
