package dev.ekiden.agent.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.RouteTable;
import dev.ekiden.core.wire.RouteTable.Backend;
import dev.ekiden.core.wire.RouteTable.Route;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShapeTests {
  private static final Path DIR = Path.of("/var/lib/ekiden/my router");
  private static final Settings SETTINGS =
      new Settings(
          List.of(URI.create("wss://localhost:9445")),
          DIR,
          DIR,
          DIR,
          DIR,
          "apps.localhost",
          "127.0.0.1",
          7080,
          7443,
          7090,
          DIR,
          DIR,
          8000,
          true);
  private static final Backend ONE = new Backend("shop_web.instance-1", "127.0.0.1", 31000);
  private static final Backend TWO = new Backend("shop_web.instance-2", "127.0.0.1", 31001);

  private static Route web(Backend... backends) {
    return new Route("/shop/web", "web.shop.apps.localhost", "/", List.of(backends));
  }

  private static Shape shape(SortedMap<String, String> certificates, Route... routes) {
    return Shape.of(SETTINGS, Wanted.of(new RouteTable(1, 1, List.of(routes))), certificates);
  }

  private static Shape shape(Route... routes) {
    return shape(new TreeMap<>(), routes);
  }

  @Test
  void the_configuration_is_the_golden_one() {
    var api = new Route("/shop/api", "web.shop.apps.localhost", "/api/", List.of());
    var shape = shape(web(ONE, TWO), api);
    assertThat(shape.config().replace(shape.id(), "SHAPE")).isEqualTo(Pages.resource("golden.cfg"));
    assertThat(shape.files().get("hosts.map"))
        .matches("web\\.shop\\.apps\\.localhost shop_web-[0-9a-f]{10}\n");
    assertThat(shape.files().get("paths.map"))
        .matches("web\\.shop\\.apps\\.localhost/api/ shop_api-[0-9a-f]{10}\n");
  }

  @Test
  void servers_are_not_part_of_the_shape() {
    assertThat(shape(web(ONE, TWO)).id()).isEqualTo(shape(web()).id());
    assertThat(shape(web(ONE)).config()).isNotEqualTo(shape(web()).config());
  }

  @Test
  void routes_and_certificates_are() {
    var bare = shape(web()).id();
    assertThat(shape().id()).isNotEqualTo(bare);
    assertThat(shape(new Route("/shop/web", "w.test", "/", List.of())).id()).isNotEqualTo(bare);
    var renewed = new TreeMap<String, String>();
    renewed.put("shop.pem", "ab");
    assertThat(shape(renewed, web()).id()).isNotEqualTo(bare);
  }

  @Test
  void pages_name_the_app_and_escape_what_they_are_told() {
    assertThat(Pages.notReady("/shop/web"))
        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
        .contains("shop/web is not ready yet")
        .hasSizeLessThan(8192);
    assertThat(Pages.notReady("/<script>")).contains("&lt;script&gt;").doesNotContain("<script>");
  }
}
