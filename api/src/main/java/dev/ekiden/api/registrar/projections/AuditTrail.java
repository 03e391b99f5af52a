package dev.ekiden.api.registrar.projections;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.state.Fact;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who did what, and what it changed. */
final class AuditTrail {
  /** Facts without a name for who did it say so in their sentence, in these words. */
  private static final Pattern BYLINE =
      Pattern.compile("(?:killed|started|stopped|cancelled) by (?<who>[^;]+)(?:;.*)?");

  private final Sheet sheet;

  AuditTrail(Sheet sheet) {
    this.sheet = sheet;
  }

  /** An action that changed nothing that one could set side by side. */
  void act(String action, String subject, String project, String by) {
    var row = sheet.audit(action, subject, project);
    row.actor = RowJson.plain(by);
    sheet.add(row);
  }

  /** An action if the sentence says that somebody did it; else it happened by itself. */
  void sentence(String action, String subject, String project, String sentence) {
    var byline = BYLINE.matcher(sentence);
    if (byline.matches()) {
      var row = sheet.audit(action, subject, project);
      row.actor = RowJson.plain(byline.group("who"));
      row.detail = RowJson.plain(sentence);
      sheet.add(row);
    }
  }

  /** A change of an app; what it was and is are definitions, empty where there is none. */
  void changed(String action, AppId app, Optional<DeploymentRow> by, String before, String after) {
    var row = sheet.audit(action, app.path(), app.project().value());
    by.ifPresent(
        deployment -> {
          row.actor = deployment.actor;
          row.deployment = deployment.id;
          row.detail = deployment.cause;
        });
    compare(row, before, after);
    sheet.add(row);
  }

  /** A group's limits; before there were any, they are empty. */
  void limited(Fact.QuotaSet fact, String before, String after) {
    var group = fact.group();
    var row = sheet.audit("quota.set", group.value(), group.project().value());
    row.actor = RowJson.plain(fact.by());
    compare(row, before, after);
    sheet.add(row);
  }

  private static void compare(AuditRow row, String before, String after) {
    row.before = before.isEmpty() ? "" : RowJson.write(RowJson.differing(before, after));
    row.after = after.isEmpty() ? "" : RowJson.write(RowJson.differing(after, before));
  }
}
