package dev.ekiden.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.ProjectId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one table of rights: who may do what where, and whether "no" is a 404 or a 403. */
class CallerTests {
  private static Caller caller(String who) {
    return switch (who) {
      case "admin" -> Caller.of("admin", List.of("admin"), List.of());
      case "operator" -> Caller.of("olga", List.of("operator"), List.of());
      case "nobody" -> Caller.of("eve", List.of(), List.of());
      default -> Caller.of(who, List.of("people"), List.of("/shop/" + who));
    };
  }

  /** What need() says about /shop/web, then /data/db, then /web, for each least role in order. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nobody     | 404 404 404 404 | 404 404 404 404 | 404 404 404 404
          operator   | 404 404 404 404 | 404 404 404 404 | 404 404 404 404
          viewer     | yes 403 403 403 | 404 404 404 404 | 404 404 404 404
          deployer   | yes yes 403 403 | 404 404 404 404 | 404 404 404 404
          maintainer | yes yes yes 403 | 404 404 404 404 | 404 404 404 404
          owner      | yes yes yes yes | 404 404 404 404 | 404 404 404 404
          admin      | yes yes yes yes | yes yes yes yes | yes yes yes yes
          """)
  void rights_follow_the_role_in_the_project(
      String who, String own, String foreign, String atTheRoot) {
    var caller = caller(who);
    assertThat(answers(caller, "/shop/web")).isEqualTo(own);
    assertThat(answers(caller, "/shop/deep/er/web")).isEqualTo(own);
    assertThat(answers(caller, "/data/db")).isEqualTo(foreign);
    assertThat(answers(caller, "/shopping/web")).as("a longer name").isEqualTo(foreign);
    assertThat(answers(caller, "/shop")).isEqualTo(atTheRoot);
  }

  private static String answers(Caller caller, String app) {
    var answers = new StringBuilder();
    for (var least : Role.values()) {
      var id = new AppId(app);
      var problem = catchThrowableOfType(ApiProblem.class, () -> caller.need(id, least));
      boolean may = caller.may(id.project(), least);
      assertThat(may).as("may and need agree").isEqualTo(problem == null);
      answers.append(problem == null ? "yes" : Integer.toString(problem.status())).append(' ');
    }
    return answers.toString().trim();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          nobody,     404, 404, false, false
          operator,   404, yes, false, true
          viewer,     404, 404, false, true
          deployer,   404, 404, true,  true
          maintainer, 404, 404, true,  true
          owner,      404, 404, true,  true
          admin,      yes, yes, true,  true
          """)
  void what_is_not_about_one_app(
      String who, String admins, String operators, boolean uploads, boolean queue) {
    var caller = caller(who);
    assertThat(answer(caller::needAdmin)).isEqualTo(admins);
    assertThat(answer(caller::needOperator)).isEqualTo(operators);
    assertThat(caller.mayAnywhere(Role.DEPLOYER)).isEqualTo(uploads);
    assertThat(caller.seesWaiting(new AppId("/shop/web"))).isEqualTo(queue);
  }

  private static String answer(Runnable need) {
    var problem = catchThrowableOfType(ApiProblem.class, need::run);
    return problem == null ? "yes" : Integer.toString(problem.status());
  }

  @Test
  void a_403_says_what_one_is_and_what_is_needed() {
    var problem =
        catchThrowableOfType(
            ApiProblem.class, () -> caller("viewer").need(new AppId("/shop/web"), Role.DEPLOYER));
    assertThat(problem).hasMessage("You are viewer in project shop; this needs deployer.");
  }

  @Test
  void a_404_does_not_tell_a_hidden_app_from_none() {
    var problem =
        catchThrowableOfType(
            ApiProblem.class, () -> caller("owner").need(new AppId("/data/db"), Role.VIEWER));
    assertThat(problem).hasMessage("App '/data/db' does not exist");
  }

  @Test
  void the_strongest_of_several_memberships_counts() {
    var caller =
        Caller.of("x", List.of(), List.of("/shop/viewer", "/shop/OWNER", "/shop/deployer"));
    assertThat(caller.roles()).containsExactly(java.util.Map.entry(shop(), Role.OWNER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//owner",
        "/shop",
        "/shop/",
        "/shop/boss",
        "shop/owner",
        "/x/shop/owner",
        "x/shop/owner",
        "/./owner",
        "/ /owner",
        "/Shop/owner",
        "/shop/owner/",
        "/shop/owner\n",
      })
  void what_is_no_membership_gives_no_right_and_breaks_nothing(String membership) {
    assertThatCode(() -> Caller.of("x", List.of(), List.of(membership))).doesNotThrowAnyException();
    assertThat(Caller.of("x", List.of(), List.of(membership)).roles()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Admin", "admins", " admin", "/admin", ""})
  void a_group_that_looks_like_admin_is_none(String group) {
    var caller = Caller.of("x", List.of(group), List.of());
    assertThat(caller.admin()).isFalse();
    assertThat(caller.operator()).isFalse();
  }

  private static ProjectId shop() {
    return new ProjectId("shop");
  }
}
