package dev.ekiden.agent.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.RouteTable;
import dev.ekiden.core.wire.RouteTable.Backend;
import dev.ekiden.core.wire.RouteTable.Route;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
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

  private static Shape shape(Route... routes) {
    var wanted = Wanted.of(new RouteTable(1, 1, List.of(routes)));
    return Shape.of(SETTINGS, Placement.fresh(3, wanted), List.of("1st.pem", "_default.pem"));
  }

  @Test
  void the_configuration_is_the_golden_one() {
    var api = new Route("/shop/api", "web.shop.apps.localhost", "/api/", List.of());
    var shape = shape(web(ONE, TWO), api);
    assertThat(shape.config().replace(shape.id(), "SHAPE")).isEqualTo(Pages.resource("golden.cfg"));
    assertThat(shape.files())
        .containsEntry("hosts.map", "web.shop.apps.localhost slot-00001\n")
        .containsEntry("paths.map", "web.shop.apps.localhost/api/ slot-00002\n")
        .containsEntry("apps.map", "slot-00001 shop/web\nslot-00002 shop/api\n")
        .containsEntry("certs.list", "certs/_default.pem\ncerts/1st.pem\n");
  }

  @Test
  void servers_and_routes_are_not_part_of_the_shape_and_the_number_of_slots_is() {
    assertThat(shape(web(ONE, TWO)).id()).isEqualTo(shape().id()).isEqualTo(Shape.id(SETTINGS, 3));
    assertThat(shape(web(ONE)).config()).isNotEqualTo(shape(web()).config());
    assertThat(Shape.id(SETTINGS, 4)).isNotEqualTo(Shape.id(SETTINGS, 3));
  }

  @Test
  void the_page_for_an_app_that_is_not_ready_is_a_log_format_with_its_name() {
    assertThat(Pages.notReady())
        .contains("<h1>%[var(txn.app)] is not ready yet</h1>")
        .hasSizeLessThan(8192);
    assertThat(Pages.escaped("<script>")).isEqualTo("&lt;script&gt;");
  }
}
