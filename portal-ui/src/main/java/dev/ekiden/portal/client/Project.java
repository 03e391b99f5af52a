package dev.ekiden.portal.client;

/** A project, the caller's role in it, its limits and what it uses. */
public record Project(String id, String role, Quota quota, Usage used, int apps) {
  static Project of(Fields project) {
    return new Project(
        project.text("id"),
        project.text("role"),
        Quota.of(project.child("quota")),
        Usage.of(project.child("used")),
        project.count("apps"));
  }
}
