package dev.ekiden.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SampleTests {
  private Sample sample;

  @BeforeEach
  void start() throws IOException {
    var environment =
        Map.of(
            "PORT", "0",
            "HOST", "localhost",
            "MARATHON_APP_ID", "/shop/web",
            "MESOS_TASK_ID", "shop_web.<1>");
    sample = new Sample(Identity.from(environment, Instant.now().minusSeconds(65)));
  }

  @AfterEach
  void stop() {
    sample.stop();
  }

  @Test
  void names_app_instance_host_and_uptime() throws Exception {
    var page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains(">/shop/web<", ">shop_web.&lt;1&gt;<", ">localhost, port 0<", ">1 min ")
        .doesNotContain("http://localhost");
  }

  @Test
  void answers_health_checks() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void knows_no_other_page() throws Exception {
    assertThat(get("/other").statusCode()).isEqualTo(404);
  }

  @Test
  void refuses_a_port_that_is_none() {
    assertThatThrownBy(() -> Identity.from(Map.of("PORT", "99999"), Instant.EPOCH))
        .hasMessageContaining("PORT must be a number from 0 to 65535: 99999");
  }

  @Test
  void says_uptime_in_two_units() {
    assertThat(Page.words(Duration.ofSeconds(5))).isEqualTo("5 s");
    assertThat(Page.words(Duration.ofMinutes(192))).isEqualTo("3 h 12 min");
    assertThat(Page.words(Duration.ofHours(50))).isEqualTo("2 d 2 h");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + sample.port() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
