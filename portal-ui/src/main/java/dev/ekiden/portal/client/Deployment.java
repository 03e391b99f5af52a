package dev.ekiden.portal.client;

import java.util.List;

/** The way of an app from one version to another. */
public record Deployment(
    String id,
    String app,
    String kind,
    String state,
    String by,
    When startedAt,
    When endedAt,
    String sentence,
    int wanted,
    int healthy,
    List<Step> steps) {
  /** One of the six steps; {@code state} is DONE, NOW or TODO. */
  public record Step(String name, String state, When at, String detail) {
    static Step of(Fields step) {
      return new Step(step.text("name"), step.text("state"), step.when("at"), step.text("detail"));
    }
  }

  /** Nothing will change any more. */
  public boolean over() {
    return !state.equals("RUNNING");
  }

  static Deployment of(Fields deployment) {
    return new Deployment(
        deployment.text("id"),
        deployment.text("app"),
        deployment.text("kind"),
        deployment.text("state"),
        deployment.text("by"),
        deployment.when("startedAt"),
        deployment.when("endedAt"),
        deployment.text("sentence"),
        deployment.count("wanted"),
        deployment.count("healthy"),
        deployment.list("steps", Step::of));
  }
}
