package dev.ekiden.portal.client;

import jakarta.json.JsonObject;
import java.util.List;

/** All about one app; {@code definition} as {@code /v2} has it. */
public record App(
    AppSummary summary,
    double cpus,
    long memMib,
    String cmd,
    JsonObject definition,
    List<Instance> instances,
    List<Deployment> deployments,
    Waiting waiting,
    List<Instance> ended) {
  /** What has no place yet; {@code missing} is 0 if nothing waits. */
  public record Waiting(int missing, When since, String sentence, List<Plan.Fit> agents) {}

  static App of(Fields app) {
    var waiting = app.child("waiting");
    return new App(
        AppSummary.of(app),
        app.number("cpus"),
        app.size("memMib"),
        app.text("cmd"),
        app.child("definition").object(),
        app.list("instances", Instance::of),
        app.list("deployments", Deployment::of),
        new Waiting(
            waiting.count("missing"),
            waiting.when("since"),
            waiting.text("sentence"),
            waiting.list("agents", Plan.Fit::of)),
        app.list("ended", Instance::of));
  }
}
