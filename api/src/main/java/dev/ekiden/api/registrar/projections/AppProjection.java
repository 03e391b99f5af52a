package dev.ekiden.api.registrar.projections;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.state.Fact;

/** Apps with all their definitions, projects and quotas. */
final class AppProjection {
  private static final String INSTANCES = "instances";

  private final Sheet sheet;
  private final AuditTrail audit;
  private final DeploymentProjection deployments;

  AppProjection(Sheet sheet, AuditTrail audit, DeploymentProjection deployments) {
    this.sheet = sheet;
    this.audit = audit;
    this.deployments = deployments;
  }

  void project(Fact fact) {
    switch (fact) {
      case Fact.AppDefined defined -> define(defined);
      case Fact.AppRemoved(var app) -> remove(app);
      case Fact.AppCounted(var app, var instances) ->
          sheet.apps.find(app.path()).ifPresent(row -> row.wanted = instances);
      case Fact.RunStarted(var app, _, _, var cause, _) -> ofRun("app.run", app, cause);
      case Fact.RunEnded(var app, _, var sentence, _) -> ofRun("app.stopped", app, sentence);
      case Fact.QuotaSet set -> limit(set);
      default -> throw new IllegalArgumentException("not about an app: " + fact);
    }
  }

  private void define(Fact.AppDefined fact) {
    var app = fact.spec().id();
    var id = app.path();
    var definition = RowJson.write(fact.spec());
    var deployment = deployments.changing(app);
    var actor = deployment.map(it -> it.actor).orElse("");
    var known = sheet.apps.find(id);
    var before = known.filter(row -> row.removedAt == null).map(row -> row.definition).orElse("");
    var row = known.orElseGet(() -> sheet.apps.add(id, AppRow.of(id)));
    if (before.isEmpty()) {
      row.createdAt = fact.version();
    }
    row.project = app.project().value();
    row.version = fact.version();
    row.configVersion = fact.configVersion();
    row.wanted = fact.spec().instances();
    row.definition = definition;
    row.changedBy = actor;
    row.removedAt = null;
    see(app.project());
    version(fact, definition, deployment.map(it -> it.id).orElse(""), actor);
    audit.changed(action(before, definition), app, deployment, before, definition);
  }

  private static String action(String before, String after) {
    if (before.isEmpty()) {
      return "app.created";
    }
    var differing = RowJson.differing(before, after);
    if (differing.isEmpty()) {
      return "app.restarted";
    }
    boolean only = differing.size() == 1 && differing.has(INSTANCES);
    return only ? "app.scaled" : "app.changed";
  }

  private void version(Fact.AppDefined fact, String definition, String deployment, String actor) {
    var app = fact.spec().id().path();
    var id = AppVersionRow.id(app, fact.version());
    var row = sheet.versions.find(id).orElseGet(() -> sheet.versions.add(id, AppVersionRow.of(id)));
    row.app = app;
    row.version = fact.version();
    row.configVersion = fact.configVersion();
    row.definition = definition;
    row.deployment = deployment;
    row.actor = actor;
  }

  private void remove(AppId app) {
    sheet
        .apps
        .find(app.path())
        .ifPresent(
            row -> {
              row.removedAt = sheet.at();
              var deployment = deployments.changing(app);
              row.changedBy = deployment.map(it -> it.actor).orElse("");
              audit.changed("app.removed", app, deployment, row.definition, "");
            });
  }

  /** Runs begin and end by themselves; what somebody did is for the audit. */
  private void ofRun(String action, AppId app, String sentence) {
    audit.sentence(action, app.path(), app.project().value(), sentence);
  }

  private void limit(Fact.QuotaSet fact) {
    var id = fact.group().value();
    var project = fact.group().project();
    see(project);
    var row = sheet.quotas.find(id).orElseGet(() -> sheet.quotas.add(id, QuotaRow.of(id)));
    var before = row.quota;
    row.project = project.value();
    row.quota = RowJson.write(fact.quota());
    row.changedAt = sheet.at();
    audit.limited(fact, before, row.quota);
  }

  private void see(ProjectId project) {
    var id = project.value();
    if (sheet.projects.find(id).isEmpty()) {
      sheet.projects.add(id, ProjectRow.of(id)).firstSeen = sheet.at();
    }
  }
}
