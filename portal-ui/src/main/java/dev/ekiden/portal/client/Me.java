package dev.ekiden.portal.client;

import java.util.List;

/** The person signed in. */
public record Me(String name, List<String> roles, List<Membership> projects) {
  /** A project and the role in it. */
  public record Membership(String id, String role) {}

  static Me of(Fields me) {
    return new Me(
        me.text("name"),
        me.texts("roles"),
        me.list("projects", row -> new Membership(row.text("id"), row.text("role"))));
  }

  /** May set quotas. */
  public boolean admin() {
    return roles.contains("admin");
  }

  /** May see agents. */
  public boolean operator() {
    return admin() || roles.contains("operator");
  }
}
