package dev.ekiden.api.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.api.problem.ApiProblem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids as clients put them into addresses. */
class AppPathsTests {
  @ParameterizedTest
  @CsvSource({
    "shop/web, /shop/web",
    "/shop/web, /shop/web",
    "//shop///web/, /shop/web",
    "web, /web",
    "shop/web.v1-2, /shop/web.v1-2",
  })
  void slashes_are_forgiven(String path, String id) {
    assertThat(AppPaths.id(path).path()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "shop/../web", "shop/..", "Shop", "shop/*", "a b", "a%2Fb", "é"})
  void what_cannot_be_an_id_does_not_exist(String path) {
    assertThatThrownBy(() -> AppPaths.id(path))
        .isInstanceOfSatisfying(
            ApiProblem.class, problem -> assertThat(problem.status()).isEqualTo(404));
  }
}
