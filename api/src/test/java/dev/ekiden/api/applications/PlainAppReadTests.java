package dev.ekiden.api.applications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainAppReadTests {
  @Test
  void is_a_get_of_one_app() {
    assertThat(PlainAppRead.of("GET", "/v2/apps/shop/api", "", "application/json"))
        .contains(new AppId("/shop/api"));
    assertThat(PlainAppRead.of("GET", "/v2/apps/web", "", PlainAppRead.ANYTHING))
        .contains(new AppId("/web"));
  }

  @ParameterizedTest(name = "{0} {1}?{2} {3}")
  @CsvSource({
    "HEAD,   /v2/apps/shop/api,             '',           */*",
    "PUT,    /v2/apps/shop/api,             '',           */*",
    "DELETE, /v2/apps/shop/api,             '',           */*",
    "GET,    /v2/apps,                      '',           */*",
    "GET,    /v2/apps/,                     '',           */*",
    "GET,    /v2/apps/shop/api/,            '',           */*",
    "GET,    /v2/apps//shop/api,            '',           */*",
    "GET,    /v2/apps/shop/%61pi,           '',           */*",
    "GET,    /v2/apps/shop/api;a=b,         '',           */*",
    "GET,    /v2/apps/shop/../data/api,     '',           */*",
    "GET,    /v2/apps/Shop/api,             '',           */*",
    "GET,    /v2/apps/shop/api/tasks,       '',           */*",
    "GET,    /v2/apps/shop/api/tasks/t,     '',           */*",
    "GET,    /v2/apps/shop/api/versions,    '',           */*",
    "GET,    /v2/apps/shop/api/versions/v1, '',           */*",
    "GET,    /v2/apps/shop/api/restart,     '',           */*",
    "GET,    /v2/apps/shop/api,             embed=ekiden, */*",
    "GET,    /v2/apps/shop/api,             '',           text/html",
    "GET,    /v2/appsandmore,               '',           */*",
    "GET,    /v3/apps/shop/api,             '',           */*"
  })
  void leaves_everything_else_to_the_resource(
      String method, String path, String query, String accept) {
    assertThat(PlainAppRead.of(method, path, query, accept)).isEmpty();
  }
}
