package dev.ekiden.portal.home;

import dev.ekiden.portal.client.AppSummary;
import dev.ekiden.portal.client.Deployment;
import dev.ekiden.portal.client.Limit;
import dev.ekiden.portal.client.Project;
import dev.ekiden.portal.client.When;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** One thing somebody should look at, and where: {@code path} within the portal. */
record Attention(String title, String sentence, String path) {
  private static final Duration RECENT = Duration.ofDays(1);
  private static final double NEARLY_FULL = 0.85;

  /** Sick apps, then each app's newest deployment if it failed within a day, then full quotas. */
  static List<Attention> of(
      List<AppSummary> apps, List<Deployment> newestFirst, List<Project> projects, Instant now) {
    var found = new ArrayList<Attention>();
    apps.stream()
        .filter(AppSummary::needsAttention)
        .forEach(app -> found.add(new Attention(app.id(), app.sentence(), "apps" + app.id())));
    var seen = new HashSet<String>();
    for (var deployment : newestFirst) {
      if (seen.add(deployment.app()) && failedSince(deployment, now.minus(RECENT))) {
        found.add(
            new Attention(
                "Deployment of " + deployment.app(),
                deployment.sentence(),
                "deployments/" + deployment.id()));
      }
    }
    projects.forEach(project -> found.addAll(full(project)));
    return found;
  }

  private static boolean failedSince(Deployment deployment, Instant start) {
    return deployment.state().equals("FAILED")
        && deployment.startedAt() instanceof When.At(var at)
        && at.isAfter(start);
  }

  private static List<Attention> full(Project project) {
    var quota = project.quota();
    var found = new ArrayList<Attention>();
    check(found, project.id(), "CPUs", project.used().cpus(), quota.cpus());
    check(found, project.id(), "Memory", project.used().memMib(), quota.memMib());
    check(found, project.id(), "Instances", project.used().instances(), quota.instances());
    return found;
  }

  private static void check(
      List<Attention> found, String project, String resource, double used, Limit limit) {
    if (limit instanceof Limit.Of(var most) && most > 0 && used / most > NEARLY_FULL) {
      var percent = Math.round(used / most * 100);
      found.add(
          new Attention("Quota of " + project, resource + ": " + percent + " % in use.", "apps"));
    }
  }
}
