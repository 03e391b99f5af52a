package dev.ekiden.api.problem;

import dev.ekiden.core.decide.Problem;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.share.QuotaLine;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * A request that is refused; nothing has changed. Thrown by resources and turned into an answer by
 * {@link ApiProblemMapper}.
 */
public final class ApiProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final transient List<Violation> violations;
  private final transient List<String> deployments;

  private ApiProblem(
      int status,
      String code,
      String message,
      List<Violation> violations,
      List<String> deployments) {
    super(message);
    this.status = status;
    this.code = code;
    this.violations = List.copyOf(violations);
    this.deployments = List.copyOf(deployments);
  }

  private static ApiProblem plain(int status, String code, String message) {
    return new ApiProblem(status, code, message, List.of(), List.of());
  }

  /** 400: not JSON, or JSON of the wrong form. */
  public static ApiProblem badJson(List<Violation> violations) {
    return new ApiProblem(400, "bad-json", "Invalid JSON", violations, List.of());
  }

  /** 400 with one sentence. */
  public static ApiProblem badRequest(String message) {
    return plain(400, "bad-request", message);
  }

  /** 401. */
  public static ApiProblem notSignedIn() {
    return plain(
        401,
        "not-signed-in",
        "A valid bearer token is needed. Get one: ./ekiden token USER, or sign in at /ui/.");
  }

  /** 403, where the caller may know that the thing exists. */
  public static ApiProblem forbidden(String message) {
    return plain(403, "forbidden", message);
  }

  /** 404, also for what the caller may not see. */
  public static ApiProblem notFound(String message) {
    return plain(404, "not-found", message);
  }

  /** 410: it was there, and is not any more. */
  public static ApiProblem gone(String message) {
    return plain(410, "gone", message);
  }

  /** 412: {@code If-Match} names another version. */
  public static ApiProblem preconditionFailed(String message) {
    return plain(412, "precondition-failed", message);
  }

  /** 413: the upload is larger than allowed. */
  public static ApiProblem tooLarge(String message) {
    return plain(413, "too-large", message);
  }

  /** 422: understood, but not valid. */
  public static ApiProblem invalid(List<Violation> violations) {
    return new ApiProblem(422, "invalid", "Object is not valid", violations, List.of());
  }

  /** 502: nobody knows whether the change has happened or will; the opposite of a refusal. */
  public static ApiProblem outcomeUnknown(String message) {
    return plain(502, "outcome-unknown", message);
  }

  /** 503: certainly not done; come back soon. */
  public static ApiProblem unavailable(String message) {
    return plain(503, "unavailable", message);
  }

  /** 507: no room left on the master's disk. */
  public static ApiProblem noRoom(String message) {
    return plain(507, "no-room", message);
  }

  /** The scheduler's refusal as callers get it. */
  public static ApiProblem of(Problem problem) {
    return switch (problem) {
      case Problem.NotFound(var kind, var id) ->
          kind.equals("App")
              ? notFound("App '" + id + "' does not exist")
              : notFound(kind + " " + id + " does not exist");
      case Problem.AppExists(var id) ->
          plain(409, "app-exists", "An app with id [" + id + "] already exists.");
      case Problem.Locked(var deployments) ->
          new ApiProblem(
              409,
              "locked",
              "App is locked by one or more deployments. Override with the option '?force=true'."
                  + " View details at '/v2/deployments/<DEPLOYMENT_ID>'.",
              List.of(),
              deployments.stream().map(DeploymentId::value).toList());
      case Problem.Changed(var id) ->
          plain(409, "changed", "App '" + id + "' was changed by somebody else meanwhile");
      case Problem.OverQuota(_, var lines) ->
          new ApiProblem(
              422,
              "over-quota",
              "Object is not valid",
              lines.stream().map(ApiProblem::violation).toList(),
              List.of());
      case Problem.AboveCeiling(var group, var asked, var ceiling) ->
          new ApiProblem(
              422,
              "above-ceiling",
              "Object is not valid",
              List.of(
                  new Violation(
                      "/ekiden/priority",
                      "apps of %s may have at most the priority %s, asked was %s; an admin can raise it"
                          .formatted(group, word(ceiling), word(asked)))),
              List.of());
      case Problem.Invalid(var sentence) -> plain(422, "invalid", sentence);
      case Problem.Impossible(var sentence) -> plain(409, "impossible", sentence);
      case Problem.NoServicePort() ->
          plain(422, "no-service-port", "All service ports are in use; name one or free some");
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Violation violation(QuotaLine line) {
    var sentence =
        "over the quota of %s: %s limit %s, used by other apps %s, asked %s, free %s"
            .formatted(
                group(line),
                line.kind().word(),
                amount(line, line.limit()),
                amount(line, line.used()),
                amount(line, line.asked()),
                amount(line, line.free()));
    return new Violation(path(line), sentence);
  }

  private static String path(QuotaLine line) {
    return switch (line.kind()) {
      case CPUS -> "/cpus";
      case MEMORY -> "/mem";
      case DISK -> "/disk";
      case GPUS -> "/gpus";
      case INSTANCES -> "/instances";
      case PORTS -> "/portDefinitions";
    };
  }

  private static String group(QuotaLine line) {
    var name = line.group().value();
    return (name.indexOf('/') < 0 ? "project " : "group ") + name;
  }

  private static String amount(QuotaLine line, long value) {
    if (value == Quota.UNLIMITED) {
      return "none";
    }
    return switch (line.kind()) {
      case CPUS -> BigDecimal.valueOf(value, 3).stripTrailingZeros().toPlainString();
      case MEMORY, DISK -> value + " MiB";
      case GPUS, INSTANCES, PORTS -> Long.toString(value);
    };
  }

  public int status() {
    return status;
  }

  /** Stable name of the kind of refusal. */
  public String code() {
    return code;
  }

  public List<Violation> violations() {
    return violations;
  }

  /** Ids of deployments in the way. */
  public List<String> deployments() {
    return deployments;
  }
}
