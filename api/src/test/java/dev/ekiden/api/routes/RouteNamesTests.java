package dev.ekiden.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Specs;
import dev.ekiden.api.routes.RouteNames.Address;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of apps, and whose they are. */
class RouteNamesTests {
  private static final String DOMAIN = "apps.localhost";

  private static List<Address> of(String app, String fields) {
    return RouteNames.of(Specs.app(app, fields), DOMAIN);
  }

  @Test
  void an_app_without_labels_has_a_name_of_its_own() {
    assertThat(of("/shop/web", "")).containsExactly(new Address("web.shop.apps.localhost", "/", 0));
    assertThat(of("/shop/eu/web", ""))
        .containsExactly(new Address("web.eu.shop.apps.localhost", "/", 0));
    assertThat(of("/web", "")).containsExactly(new Address("web.apps.localhost", "/", 0));
  }

  @Test
  void an_app_without_ports_has_none() {
    assertThat(of("/shop/web", "'portDefinitions':[]")).isEmpty();
  }

  @Test
  void labels_name_hosts_and_paths_per_port() {
    assertThat(
            of(
                "/shop/web",
                """
                'portDefinitions':[{},{},{}],
                'labels':{'HAPROXY_0_VHOST':'Example.org, www.example.org',
                          'HAPROXY_0_PATH':'/api',
                          'HAPROXY_2_VHOST':'admin.example.org'}
                """))
        .containsExactly(
            new Address("example.org", "/api", 0),
            new Address("www.example.org", "/api", 0),
            new Address("admin.example.org", "/", 2));
  }

  @Test
  void a_port_that_is_switched_off_has_no_name() {
    assertThat(of("/shop/web", "'labels':{'HAPROXY_0_ENABLED':'false'}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db.data.apps.localhost",
        "DB.data.APPS.localhost",
        "data.apps.localhost",
        "apps.localhost",
        "shop.apps.localhost",
        "web.apps.localhost",
        "xshop.apps.localhost",
        "web.shop.data.apps.localhost",
        "web.shopdata.apps.localhost",
        "*.data.apps.localhost",
        "db.data.apps.localhost.",
      })
  void nobody_takes_a_name_of_another_project_under_our_domain(String host) {
    assertThat(of("/shop/web", "'labels':{'HAPROXY_0_VHOST':'" + host + "'}")).isEmpty();
  }

  @Test
  void a_hostile_name_is_dropped_and_the_others_stay() {
    assertThat(
            of(
                "/shop/web",
                "'labels':{'HAPROXY_0_VHOST':'db.data.apps.localhost,api.shop.apps.localhost'}"))
        .containsExactly(new Address("api.shop.apps.localhost", "/", 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "a/b", "-a.org", "a..org", "a.org:80", "a_b.org", "a\\nb", "ä.org", ","})
  void what_is_no_host_is_dropped(String host) {
    assertThat(of("/shop/web", "'labels':{'HAPROXY_0_VHOST':'" + host + "'}")).isEmpty();
  }

  @Test
  void a_host_that_is_too_long_is_dropped() {
    var longest = "a".repeat(249) + ".org";
    assertThat(of("/shop/web", "'labels':{'HAPROXY_0_VHOST':'" + longest + "'}")).hasSize(1);
    assertThat(of("/shop/web", "'labels':{'HAPROXY_0_VHOST':'a" + longest + "'}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "/a b", "/a\\nuse_backend x", "/a;b", "/a#", "/{", ""})
  void what_is_no_path_is_dropped(String path) {
    assertThat(of("/shop/web", "'labels':{'HAPROXY_0_PATH':'" + path + "'}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "web.shop.apps.localhost, /, apps.localhost:7443, https://web.shop.apps.localhost:7443",
    "web.shop.apps.localhost, /api, apps.localhost, https://web.shop.apps.localhost/api",
    "example.org, /, apps.localhost:7443, https://example.org:7443",
  })
  void the_address_is_as_people_type_it(String host, String path, String domain, String url) {
    assertThat(RouteNames.url(new Address(host, path, 0), DOMAIN, domain)).isEqualTo(url);
  }
}
