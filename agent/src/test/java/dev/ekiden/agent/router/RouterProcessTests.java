package dev.ekiden.agent.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole router as the process that it is, with a master to talk to. */
@Tag("kernel")
class RouterProcessTests {
  private static final String WEB = "web.shop.apps.localhost";

  @TempDir Path dir;
  private LocalCa ca;
  private Settings settings;
  private TinyMaster master;
  private TinyApp app;

  @BeforeEach
  void start() throws Exception {
    ca = LocalCa.make(dir);
    settings = Stage.settings(dir.resolve("data"), ca);
    app = new TinyApp("one");
    master = new TinyMaster(ca.context("server"), table(1));
  }

  @AfterEach
  void stop() throws Exception {
    Stage.stopHaproxy(new Haproxy(settings));
    master.close();
    app.close();
  }

  private String table(long seq) {
    var port = app.backend().port();
    var backends = "[{\"instance\":\"one\",\"host\":\"localhost\",\"port\":" + port + "}]";
    return RouteFeedTests.table(seq).replace("[]", backends);
  }

  private Path config() throws Exception {
    var text =
        """
        masters=https://%s
        data=%s
        keystore=%s
        keystore.password.file=%s
        truststore=%s
        domain=apps.localhost
        http.port=%d
        https.port=%d
        stats.port=%d
        issue.script=%s
        ca.dir=%s
        """
            .formatted(
                master.address(),
                settings.data(),
                settings.keystore(),
                settings.passwordFile(),
                settings.truststore(),
                settings.httpPort(),
                settings.httpsPort(),
                settings.statsPort(),
                settings.issueScript(),
                settings.caDir());
    return Files.writeString(dir.resolve("router.properties"), text);
  }

  private Process router(Path config) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath = System.getProperty("java.class.path");
    var options = List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    var command = new ArrayList<>(List.of(java));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, Main.class.getName(), config.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(dir.resolve("router.log").toFile())
        .start();
  }

  private void awaitApplied(long seq) throws Exception {
    var file = settings.data().resolve("applied.json");
    Eventually.await(
        "applied " + seq,
        () ->
            Files.exists(file)
                && FeedMessage.JSON.readTree(Files.readString(file)).path("seq").asLong() == seq);
  }

  @Test
  void killed_it_leaves_haproxy_serving_and_started_again_it_goes_on() throws Exception {
    var haproxy = new Haproxy(settings);
    var first = router(config());
    try (var client = new TinyClient(ca.context("router"), settings.httpsPort())) {
      awaitApplied(1);
      assertThat(client.get(WEB, "/").servedBy()).isEqualTo("one");
      var pid = haproxy.master().orElseThrow().pid();
      var worker = ((Seen.Up) haproxy.look()).worker();
      first.destroyForcibly().waitFor();
      assertThat(client.get(WEB, "/").servedBy()).isEqualTo("one");
      master.push(table(2));
      var second = router(config());
      try {
        awaitApplied(2);
        assertThat(client.get(WEB, "/").servedBy()).isEqualTo("one");
        assertThat(haproxy.master().orElseThrow().pid()).isEqualTo(pid);
        assertThat(((Seen.Up) haproxy.look()).worker()).isEqualTo(worker);
      } finally {
        second.destroyForcibly().waitFor();
      }
    } finally {
      first.destroyForcibly().waitFor();
    }
  }

  /** Tables with so many routes in as many projects, all served by the one app. */
  private String table(long seq, int routes) {
    var one = new StringJoiner(",");
    for (int i = 0; i < routes; i++) {
      one.add(
          "{\"app\":\"/p%d/web\",\"host\":\"%s\",\"path\":\"/\",\"backends\":[%s]}"
              .formatted(
                  i % 3,
                  host(i),
                  "{\"instance\":\"one\",\"host\":\"127.0.0.1\",\"port\":%d}"
                      .formatted(app.backend().port())));
    }
    return "{\"epoch\":1,\"seq\":" + seq + ",\"routes\":[" + one + "]}";
  }

  private static String host(int i) {
    return "web" + i + ".p" + i % 3 + ".apps.localhost";
  }

  @Test
  void killed_in_the_middle_of_a_change_the_next_one_finishes_it_without_a_reload()
      throws Exception {
    var haproxy = new Haproxy(settings);
    var config = config();
    var router = router(config);
    try {
      awaitApplied(1);
      var worker = ((Seen.Up) haproxy.look()).worker();
      var sizes = List.of(40, 5, 60);
      for (int round = 0; round < sizes.size(); round++) {
        var routes = sizes.get(round);
        var before = ((Seen.Up) haproxy.look()).addresses();
        master.push(table(2 + round, routes));
        Eventually.await(
            "the change has begun", () -> !((Seen.Up) haproxy.look()).addresses().equals(before));
        router.destroyForcibly().waitFor();
        router = router(config);
        awaitApplied(2 + round);
        try (var client = new TinyClient(ca.context("router"), settings.httpsPort())) {
          for (int i = 0; i < routes; i++) {
            assertThat(client.get(host(i), "/").status()).isEqualTo(200);
          }
        }
        var up = (Seen.Up) haproxy.look();
        assertThat(up.addresses()).hasSize(routes);
        assertThat(up.addresses().values()).doesNotHaveDuplicates();
        assertThat(up.worker()).isEqualTo(worker);
      }
    } finally {
      router.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_bad_configuration_is_one_line_and_exit_code_2() throws Exception {
    var config = Files.writeString(dir.resolve("bad.properties"), "masters=nobody\n");
    var router = router(config);
    assertThat(router.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(router.exitValue()).isEqualTo(2);
    assertThat(Files.readAllLines(dir.resolve("router.log")))
        .singleElement()
        .asString()
        .startsWith("router: ")
        .contains("masters");
  }
}
