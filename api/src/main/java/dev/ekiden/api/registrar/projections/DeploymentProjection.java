package dev.ekiden.api.registrar.projections;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.state.Deployment;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.Optional;

/** Deployments with what happened to them. */
final class DeploymentProjection {
  private final Sheet sheet;
  private final AuditTrail audit;

  /** The one whose facts about apps follow; empty where there is none. */
  private String current = "";

  DeploymentProjection(Sheet sheet, AuditTrail audit) {
    this.sheet = sheet;
    this.audit = audit;
  }

  /** The deployment that a fact is about. */
  static Optional<DeploymentId> subject(Fact fact) {
    return Optional.ofNullable(
        switch (fact) {
          case Fact.DeploymentStarted it -> it.id();
          case Fact.DeploymentStepped it -> it.id();
          case Fact.DeploymentPaused it -> it.id();
          case Fact.DeploymentResumed it -> it.id();
          case Fact.CanaryMoved it -> it.id();
          case Fact.DeploymentEnded it -> it.id();
          default -> null;
        });
  }

  void project(Fact fact) {
    switch (fact) {
      case Fact.DeploymentStarted started -> start(started);
      case Fact.DeploymentStepped(var id, var step, var at) -> {
        current = id.value();
        find(id).ifPresent(row -> tell(row, at, "STEPPED", "step " + (step + 1) + " begins"));
      }
      case Fact.DeploymentPaused(var id, var by, var at) ->
          steer(id, Deployment.State.PAUSED, "deployment.paused", by, at);
      case Fact.DeploymentResumed(var id, var by, var at) ->
          steer(id, Deployment.State.RUNNING, "deployment.resumed", by, at);
      case Fact.CanaryMoved(var id, var phase, var by, var at) -> canary(id, phase, by, at);
      case Fact.DeploymentEnded ended -> end(ended);
      default -> throw new IllegalArgumentException("not about a deployment: " + fact);
    }
  }

  /** Which deployment the app is being changed by; empty if by none. */
  Optional<DeploymentRow> changing(AppId app) {
    return current.isEmpty()
        ? Optional.empty()
        : sheet
            .deployments
            .find(current)
            .filter(row -> row.actions.contains(RowJson.write(app.path())));
  }

  private Optional<DeploymentRow> find(DeploymentId id) {
    return sheet.deployments.find(id.value());
  }

  private void start(Fact.DeploymentStarted fact) {
    var id = fact.id().value();
    var row =
        sheet.deployments.find(id).orElseGet(() -> sheet.deployments.add(id, DeploymentRow.of(id)));
    var first = fact.actions().getFirst();
    row.app = first.app().path();
    row.project = first.app().project().value();
    row.kind = first.kind().name();
    row.state = Deployment.State.RUNNING.name();
    row.actor = RowJson.plain(fact.by());
    row.cause = RowJson.plain(fact.cause());
    row.version = first.version();
    row.wanted = first.wanted();
    row.actions = RowJson.write(fact.actions());
    row.startedAt = fact.at();
    row.endedAt = null;
    row.sentence = "";
    row.history = "";
    tell(row, fact.at(), "STARTED", fact.cause());
    current = id;
  }

  private void steer(DeploymentId id, Deployment.State next, String action, String by, Instant at) {
    find(id)
        .ifPresent(
            row -> {
              row.state = next.name();
              tell(row, at, next == Deployment.State.PAUSED ? "PAUSED" : "RESUMED", "by " + by);
              audit.act(action, row.id, row.project, by);
            });
  }

  private void canary(DeploymentId id, Deployment.CanaryPhase phase, String by, Instant at) {
    find(id)
        .ifPresent(
            row -> {
              tell(row, at, "CANARY_" + phase.name(), "by " + by);
              if (phase == Deployment.CanaryPhase.PROMOTED) {
                audit.act("deployment.promoted", row.id, row.project, by);
              }
            });
  }

  private void end(Fact.DeploymentEnded fact) {
    find(fact.id())
        .ifPresent(
            row -> {
              row.state = fact.state().name();
              row.endedAt = fact.at();
              row.sentence = RowJson.plain(fact.sentence());
              tell(row, fact.at(), fact.state().name(), fact.sentence());
              audit.sentence("deployment.cancelled", row.id, row.project, fact.sentence());
            });
  }

  private static void tell(DeploymentRow row, Instant at, String what, String detail) {
    row.history = Story.with(row.history, Story.line(at, what, detail));
  }
}
