package dev.ekiden.api.security;

import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.ProjectId;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Who is calling and what they may do. What a caller may not see does not exist for them (404);
 * where they may look but not touch, the answer says which role is missing (403).
 */
public record Caller(
    String name, boolean admin, boolean operator, SortedMap<ProjectId, Role> roles) {
  private static final String ADMIN = "admin";
  private static final String OPERATOR = "operator";

  /** What is no project's name gives no rights: {@code .} stands for the root, admins' own. */
  private static final Pattern MEMBERSHIP =
      Pattern.compile("/(?<project>[a-z0-9][a-z0-9.-]*)/(?<role>[A-Za-z]+)");

  /**
   * @param platformRoles from the token's {@code groups}
   * @param memberships from the token's {@code projects}: {@code /shop/owner}
   */
  public static Caller of(
      String name, Iterable<String> platformRoles, Iterable<String> memberships) {
    boolean admin = false;
    boolean operator = false;
    for (var role : platformRoles) {
      admin |= role.equals(ADMIN);
      operator |= role.equals(OPERATOR);
    }
    var roles = new TreeMap<ProjectId, Role>();
    for (var membership : memberships) {
      var parts = MEMBERSHIP.matcher(membership);
      if (parts.matches()) {
        var project = new ProjectId(parts.group("project"));
        role(parts.group("role")).ifPresent(role -> roles.merge(project, role, Caller::stronger));
      }
    }
    return new Caller(name, admin, operator, Collections.unmodifiableSortedMap(roles));
  }

  private static Role stronger(Role one, Role other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Optional<Role> role(String word) {
    for (var role : Role.values()) {
      if (role.name().equalsIgnoreCase(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /** Whether the project exists for this caller. */
  public boolean sees(ProjectId project) {
    return admin || roles.containsKey(project);
  }

  public boolean sees(AppId app) {
    return sees(app.project());
  }

  /** Operators see what waits for room, whosever it is, and nothing else of it. */
  public boolean seesWaiting(AppId app) {
    return operator || sees(app);
  }

  /** Whether the caller has at least that role there. */
  public boolean may(ProjectId project, Role least) {
    if (admin) {
      return true;
    }
    var role = roles.get(project);
    return role != null && role.compareTo(least) >= 0;
  }

  /** Whether the caller has at least that role somewhere. */
  public boolean mayAnywhere(Role least) {
    return admin || roles.values().stream().anyMatch(role -> role.compareTo(least) >= 0);
  }

  /** Throws 404 where the caller may not look, 403 where they may look but not do this. */
  public void need(AppId app, Role least) {
    if (!sees(app)) {
      throw ApiProblem.notFound("App '" + app.path() + "' does not exist");
    }
    need(app.project(), least);
  }

  private void need(ProjectId project, Role least) {
    if (!may(project, least)) {
      throw ApiProblem.forbidden(
          "You are %s in project %s; this needs %s."
              .formatted(
                  word(roles.getOrDefault(project, Role.VIEWER)), project.value(), word(least)));
    }
  }

  public static String word(Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Throws 404 unless admin. */
  public void needAdmin() {
    if (!admin) {
      throw ApiProblem.notFound("There is nothing at this address");
    }
  }

  /** Throws 404 unless operator or admin. */
  public void needOperator() {
    if (!admin && !operator) {
      throw ApiProblem.notFound("There is nothing at this address");
    }
  }
}
