package dev.ekiden.agent.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the project's own scripts, which need openssl. */
class CertificatesTests {
  private static final String WEB = "web.shop.apps.localhost";

  @TempDir Path dir;
  private Settings settings;
  private Certificates certificates;

  @BeforeEach
  void make() throws Exception {
    settings = Stage.settings(dir.resolve("data"), LocalCa.make(dir));
    certificates = new Certificates(settings);
  }

  @Test
  void makes_what_is_needed_once_and_deletes_what_neither_route_nor_project_needs()
      throws Exception {
    var hosts = List.of(WEB, "shop.example.test");
    var first = certificates.ensure(hosts, Instant.now());
    assertThat(first).containsOnlyKeys("_default.pem", "shop.pem", "shop.example.test.pem");
    assertThat(certificates.ensure(hosts, Instant.now())).isEqualTo(first);
    assertThat(new Certificates(settings).ensure(hosts, Instant.now())).isEqualTo(first);
    assertThat(certificates.ensure(List.of(), Instant.now()))
        .containsOnlyKeys("_default.pem", "shop.pem");
    var other = settings.certificates().resolve("shop.example.test.pem");
    assertThat(other).exists(); // HAProxy has it still
    certificates.tidy(List.of());
    assertThat(other).doesNotExist();
    assertThat(settings.certificates().resolve("shop.pem")).exists();
  }

  @Test
  void renews_when_less_than_the_margin_remains() throws Exception {
    var first = certificates.ensure(List.of(), Instant.now());
    Files.delete(settings.certificates().resolve("_default.pem"));
    var shortLived = new Certificates(settings);
    LocalCa.run(shortLivedCertificate());
    var renewed = shortLived.ensure(List.of(), Instant.now());
    assertThat(renewed).isNotEqualTo(first);
    var later = Instant.now().plus(Duration.ofDays(700));
    assertThat(shortLived.ensure(List.of(), later)).isEqualTo(renewed);
  }

  @Test
  void makes_all_again_after_a_change_of_the_ca() throws Exception {
    var first = certificates.ensure(List.of(), Instant.now());
    for (var file : List.of("ca.pem", "ca.key")) {
      Files.delete(settings.caDir().resolve(file));
    }
    Files.delete(settings.passwordFile());
    LocalCa.make(dir);
    assertThat(new Certificates(settings).ensure(List.of(), Instant.now())).isNotEqualTo(first);
  }

  @Test
  void keeps_what_it_has_while_the_script_fails_but_cannot_start_without_a_default()
      throws Exception {
    var first = certificates.ensure(List.of(WEB), Instant.now());
    Files.delete(settings.caDir().resolve("ca.key"));
    var nearTheEnd = Instant.now().plus(Duration.ofDays(790));
    assertThat(certificates.ensure(List.of(WEB, "www.example.org"), nearTheEnd)).isEqualTo(first);
    Files.delete(settings.certificates().resolve("_default.pem"));
    assertThatThrownBy(() -> certificates.ensure(List.of(WEB), nearTheEnd))
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("no default certificate");
  }

  private List<String> shortLivedCertificate() {
    var script =
        """
        cd "$1" && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 10 \
        -CA ca.pem -CAkey ca.key -subj /CN=short -keyout short.key -out short.crt \
        -addext 'subjectAltName=DNS:*.apps.localhost,DNS:apps.localhost' \
        && cat short.crt short.key > "$2"
        """;
    var target = settings.certificates().resolve("_default.pem").toString();
    return List.of("sh", "-c", script, "sh", settings.caDir().toString(), target);
  }
}
