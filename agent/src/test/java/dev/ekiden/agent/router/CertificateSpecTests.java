package dev.ekiden.agent.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateSpecTests {
  private static List<CertificateSpec> needed(String... hosts) {
    return List.copyOf(CertificateSpec.needed("apps.localhost", List.of(hosts)).values());
  }

  private static final CertificateSpec DEFAULT =
      new CertificateSpec("_default.pem", List.of("*.apps.localhost", "apps.localhost"));

  @Test
  void the_default_covers_single_labels_and_the_domain_itself() {
    assertThat(needed("shop.apps.localhost", "apps.localhost")).containsExactly(DEFAULT);
  }

  @Test
  void a_project_has_one_wildcard_for_all_its_apps() {
    assertThat(needed("web.shop.apps.localhost", "api.shop.apps.localhost"))
        .containsExactly(
            DEFAULT,
            new CertificateSpec(
                "shop.pem", List.of("*.shop.apps.localhost", "shop.apps.localhost")));
  }

  @Test
  void any_other_host_has_its_own() {
    assertThat(needed("a.b.shop.apps.localhost", "www.example.org", "intranet"))
        .containsExactlyInAnyOrder(
            DEFAULT,
            new CertificateSpec("a.b.shop.apps.localhost.pem", List.of("a.b.shop.apps.localhost")),
            new CertificateSpec("www.example.org.pem", List.of("www.example.org")),
            new CertificateSpec("_host.intranet.pem", List.of("intranet")));
  }
}
