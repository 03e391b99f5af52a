package dev.ekiden.agent.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.RouteTable;
import dev.ekiden.core.wire.RouteTable.Backend;
import dev.ekiden.core.wire.RouteTable.Route;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WantedTests {
  private static final Route WEB =
      new Route("/shop/web", "WEB.shop.test", "/", List.of(new Backend("i.1", "127.0.0.1", 31000)));

  private static Wanted wanted(Route... routes) {
    return Wanted.of(new RouteTable(1, 1, List.of(routes)));
  }

  private static Route host(String host) {
    return new Route("/shop/evil", host, "/", List.of());
  }

  @Test
  void each_route_becomes_a_site() {
    var site = wanted(WEB).sites().getFirst();
    assertThat(site.address()).isEqualTo("web.shop.test");
    assertThat(site.host()).isEqualTo("web.shop.test");
    assertThat(site.servers()).hasSize(1);
    assertThat(site.servers().firstKey()).matches("i\\.1-[0-9a-f]{10}");
    assertThat(site.servers()).containsValue("127.0.0.1:31000");
    assertThat(wanted(WEB)).isEqualTo(wanted(WEB));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "a b", "a\n    server x 1.2.3.4:5", "a\tb", "a#b", "a'b", "a\"b", "a{b", "a\\b",
        "%[env(HOME)]", "*.test", "-a.test", "a..b", ".a", "a.", "a_b", "é.test", "a\u0000", "a:80"
      })
  void a_host_that_is_none_is_refused_and_only_that_route_is_dropped(String host) {
    var wanted = wanted(host(host), WEB);
    assertThat(wanted.sites()).extracting(Site::app).containsExactly("/shop/web");
    assertThat(wanted.refusals()).hasSize(1);
    assertThat(wanted.refusals().getFirst().toString()).doesNotContain("\n", "\t", "\u0000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "api", "/a b", "/a\nevil pool", "/a\"", "/a\\", "/é", "/a?b", "/a#"})
  void a_path_that_is_none_is_refused(String path) {
    var wanted = wanted(new Route("/shop/evil", "e.test", path, List.of()), WEB);
    assertThat(wanted.sites()).hasSize(1);
    assertThat(wanted.refusals()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "web", "/", "/Shop", "/a\nb", "/<b>", "/a_b", "/a//b", "/../etc"})
  void an_app_that_is_none_is_refused(String app) {
    assertThat(wanted(new Route(app, "e.test", "/", List.of())).sites()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"agent-1", "1.2.3.4:5 check", "1.2.3.4\n", "999.1.1.1", "::g", "fe80::1%eth0"})
  void a_backend_without_a_literal_address_is_left_out_and_the_route_stays(String address) {
    var backends = List.of(new Backend("i", address, 80), new Backend("j", "::1", 80));
    var wanted = wanted(new Route("/shop/web", "w.test", "/", backends));
    assertThat(wanted.sites().getFirst().servers().values())
        .containsExactly("ipv6@0:0:0:0:0:0:0:1:80");
    assertThat(wanted.refusals()).hasSize(1);
  }

  @Test
  void an_instance_name_cannot_break_out_of_its_line() {
    var backends = List.of(new Backend("i 1.2.3.4:5\nbackend x", "127.0.0.1", 80));
    var name =
        wanted(new Route("/a", "a.test", "/", backends)).sites().getFirst().servers().firstKey();
    assertThat(name).matches("[A-Za-z0-9_.-]+");
  }

  @Test
  void the_first_of_two_apps_keeps_the_host() {
    var wanted = wanted(WEB, new Route("/data/thief", "web.shop.test", "/", List.of()));
    assertThat(wanted.sites()).extracting(Site::app).containsExactly("/shop/web");
    assertThat(wanted.refusals().getFirst().reason()).contains("/shop/web");
  }
}
