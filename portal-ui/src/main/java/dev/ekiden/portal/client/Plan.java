package dev.ekiden.portal.client;

import java.util.List;

/** What would happen if an app definition were deployed now. */
public record Plan(
    boolean valid,
    List<ApiException.Field> errors,
    boolean fits,
    String sentence,
    String route,
    String change,
    List<Fit> agents,
    List<Placement> placements,
    List<Effect> quota) {
  /** Whether one agent would take it, and why not. */
  public record Fit(String agent, boolean fits, String why) {
    static Fit of(Fields fit) {
      return new Fit(fit.text("agent"), fit.flag("fits"), fit.text("why"));
    }
  }

  /** How many instances would go to one agent. */
  public record Placement(String agent, int instances) {}

  /** What it would do to one resource of the project's quota. */
  public record Effect(
      String resource, String unit, Limit limit, double used, double asked, boolean fits) {}

  /** All of it may be deployed. */
  public boolean allowed() {
    return valid && errors.isEmpty() && quota.stream().allMatch(Effect::fits);
  }

  /** Deploying would change an app that exists. */
  public boolean changesExisting() {
    return change.equals("UPDATE") || change.equals("SCALE") || change.equals("NOTHING");
  }

  static Plan of(Fields plan) {
    return new Plan(
        plan.flag("valid"),
        plan.list("errors", row -> new ApiException.Field(row.text("path"), row.text("message"))),
        plan.flag("fits"),
        plan.text("sentence"),
        plan.text("route"),
        plan.text("change"),
        plan.list("agents", Fit::of),
        plan.list("placements", row -> new Placement(row.text("agent"), row.count("instances"))),
        plan.list("quota", Plan::effect));
  }

  private static Effect effect(Fields row) {
    return new Effect(
        row.text("resource"),
        row.text("unit"),
        row.limit("limit"),
        row.number("used"),
        row.number("asked"),
        row.flag("fits"));
  }
}
