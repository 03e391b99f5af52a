package dev.ekiden.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Golden;
import dev.ekiden.core.decide.Problem;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.share.QuotaLine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Both forms of every refusal. */
class ApiProblemTests {
  private static final ApiProblem INVALID =
      ApiProblem.invalid(
          List.of(
              new Violation("/cpus", "must be a number"),
              new Violation("/env", "must be an object"),
              new Violation("/cpus", "is missing")));

  private static final ApiProblem LOCKED =
      ApiProblem.of(new Problem.Locked(List.of(new DeploymentId("d-1"), new DeploymentId("d-2"))));

  private static final ApiProblem OVER_QUOTA =
      ApiProblem.of(
          new Problem.OverQuota(
              "shop",
              List.of(
                  new QuotaLine(new GroupId("shop"), QuotaLine.Kind.CPUS, 4_000, 1_500, 3_000),
                  new QuotaLine(new GroupId("shop"), QuotaLine.Kind.MEMORY, 4_096, 1_024, 8_192),
                  new QuotaLine(new GroupId("shop"), QuotaLine.Kind.INSTANCES, 20, 25, 1))));

  @Test
  void bodies_are_as_their_golden_files() {
    Golden.assertBody("problem-invalid-v2", ApiProblemMapper.marathon(INVALID));
    Golden.assertBody("problem-invalid-v3", ApiProblemMapper.rfc9457(INVALID));
    Golden.assertBody("problem-locked-v2", ApiProblemMapper.marathon(LOCKED));
    Golden.assertBody("problem-locked-v3", ApiProblemMapper.rfc9457(LOCKED));
    Golden.assertBody("problem-over-quota-v2", ApiProblemMapper.marathon(OVER_QUOTA));
    Golden.assertBody("problem-over-quota-v3", ApiProblemMapper.rfc9457(OVER_QUOTA));
  }

  @ParameterizedTest
  @CsvSource({
    "v3/apps, true",
    "/v3/apps, true",
    "/v3/, true",
    "v2/apps, false",
    "/v2/apps/v3/x, false",
    "/v3x, false",
    "ping, false",
  })
  void our_form_is_for_our_addresses(String path, boolean ours) {
    assertThat(ApiProblemMapper.isOurs(path)).isEqualTo(ours);
  }

  static List<ApiProblem> all() {
    return List.of(
        ApiProblem.badJson(List.of(new Violation("/", "x"))),
        ApiProblem.badRequest("x"),
        ApiProblem.notSignedIn(),
        ApiProblem.forbidden("x"),
        ApiProblem.notFound("x"),
        ApiProblem.preconditionFailed("x"),
        ApiProblem.tooLarge("x"),
        INVALID,
        ApiProblem.unavailable("x"),
        ApiProblem.noRoom("x"),
        LOCKED,
        OVER_QUOTA,
        ApiProblem.of(new Problem.NotFound("App", "/a/b")),
        ApiProblem.of(new Problem.AppExists("/a/b")),
        ApiProblem.of(new Problem.Changed("/a/b")),
        ApiProblem.of(new Problem.NoServicePort()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void every_refusal_can_be_said_in_both_forms(ApiProblem problem) {
    var ours = ApiProblemMapper.rfc9457(problem);
    assertThat(ours.get("type").asString()).isEqualTo("/ui/help/errors/" + problem.code());
    assertThat(ours.get("title").asString()).isNotBlank().isNotEqualTo(problem.code());
    assertThat(ours.get("status").asInt()).isEqualTo(problem.status());
    assertThat(ours.get("detail").asString()).isNotBlank();
    assertThat(ours.get("errors").isArray()).isTrue();
    var marathon = ApiProblemMapper.marathon(problem);
    assertThat(marathon.get("message").asString()).isNotBlank();
    assertThat(marathon.path("details").isString()).as("clients crash on it").isFalse();
  }

  @Test
  void codes_are_stable() {
    assertThat(all().stream().map(problem -> problem.status() + " " + problem.code()).distinct())
        .containsExactly(
            "400 bad-json",
            "400 bad-request",
            "401 not-signed-in",
            "403 forbidden",
            "404 not-found",
            "412 precondition-failed",
            "413 too-large",
            "422 invalid",
            "503 unavailable",
            "507 no-room",
            "409 locked",
            "422 over-quota",
            "409 app-exists",
            "409 changed",
            "422 no-service-port");
  }

  @Test
  void no_limit_is_said_in_words() {
    var lines =
        List.of(new QuotaLine(new GroupId("shop"), QuotaLine.Kind.CPUS, Quota.UNLIMITED, 0, 1));
    assertThat(
            ApiProblem.of(new Problem.OverQuota("shop", lines)).violations().getFirst().message())
        .contains("limit none");
  }
}
