package dev.ekiden.api.problem;

import dev.ekiden.api.json.Json;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Writes refusals: RFC 9457 under /v3, Marathon's form elsewhere. */
@Provider
public class ApiProblemMapper implements ExceptionMapper<ApiProblem> {
  /** Said with every 503. */
  static final String RETRY_SECONDS = "2";

  @Context private UriInfo uri;

  @Override
  public Response toResponse(ApiProblem problem) {
    var path = uri.getPath();
    var answer = Response.status(problem.status()).type(type(path)).entity(body(path, problem));
    if (problem.status() == 503) {
      answer.header("Retry-After", RETRY_SECONDS);
    }
    if (problem.status() == 401) {
      answer.header("WWW-Authenticate", "Bearer realm=\"ekiden\"");
    }
    return answer.build();
  }

  /** Media type of refusals at this address. */
  public static String type(String path) {
    return isOurs(path) ? "application/problem+json" : MediaType.APPLICATION_JSON;
  }

  /** A refusal as callers of this address expect it. */
  public static ObjectNode body(String path, ApiProblem problem) {
    return isOurs(path) ? rfc9457(problem) : marathon(problem);
  }

  static boolean isOurs(String path) {
    return path.startsWith("v3/") || path.startsWith("/v3/");
  }

  static ObjectNode rfc9457(ApiProblem problem) {
    var body = Json.object();
    body.put("type", "/ui/help/errors/" + problem.code());
    body.put("title", title(problem));
    body.put("status", problem.status());
    body.put("detail", detail(problem));
    body.put("code", problem.code());
    var errors = body.putArray("errors");
    for (var violation : problem.violations()) {
      errors.addObject().put("path", violation.path()).put("message", violation.message());
    }
    return body;
  }

  private static String title(ApiProblem problem) {
    return switch (problem.status()) {
      // Two that JAX-RS has no name for.
      case 422 -> "Unprocessable Content";
      case 507 -> "Insufficient Storage";
      default -> Response.Status.fromStatusCode(problem.status()).getReasonPhrase();
    };
  }

  private static String detail(ApiProblem problem) {
    if (problem.violations().isEmpty()) {
      return text(problem);
    }
    return String.join(
        "; ",
        problem.violations().stream()
            .map(violation -> violation.path() + ": " + violation.message())
            .toList());
  }

  private static String text(ApiProblem problem) {
    var message = problem.getMessage();
    return message == null ? problem.code() : message;
  }

  static ObjectNode marathon(ApiProblem problem) {
    var body = Json.object();
    body.put("message", text(problem));
    if (!problem.violations().isEmpty()) {
      var byPath = new LinkedHashMap<String, List<String>>();
      for (var violation : problem.violations()) {
        byPath.computeIfAbsent(violation.path(), _ -> new ArrayList<>()).add(violation.message());
      }
      var details = body.putArray("details");
      byPath.forEach(
          (path, messages) -> {
            var errors = details.addObject().put("path", path).putArray("errors");
            messages.forEach(errors::add);
          });
    }
    if (!problem.deployments().isEmpty()) {
      var deployments = body.putArray("deployments");
      problem.deployments().forEach(id -> deployments.addObject().put("id", id));
    }
    return body;
  }
}
