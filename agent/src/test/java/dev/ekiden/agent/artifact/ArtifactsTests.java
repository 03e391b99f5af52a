package dev.ekiden.agent.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ekiden.core.wire.Fetch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactsTests {
  @TempDir Path temp;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private HttpServer server;
  private Artifacts artifacts;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          var bytes = "content of x".getBytes(UTF_8);
          exchange.sendResponseHeaders(failures.getAndDecrement() > 0 ? 503 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    var base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    artifacts =
        new Artifacts(
            temp.resolve("cache"), HttpClient.newHttpClient(), () -> Optional.of(base), 20);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void many_instances_fetch_once() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var puts = new ArrayList<java.util.concurrent.Future<?>>();
      for (int i = 0; i < 10; i++) {
        var sandbox = Files.createDirectories(temp.resolve("sandbox" + i));
        puts.add(
            threads.submit(
                () -> {
                  artifacts.put(fetch(digest("content of x"), "tool", ""), sandbox, 0);
                  return null;
                }));
      }
      for (var put : puts) {
        put.get();
      }
    }
    assertThat(requests).hasValue(1);
    assertThat(temp.resolve("sandbox9/tool")).hasContent("content of x").isExecutable();
  }

  @Test
  void what_has_another_digest_is_refused_and_not_kept() {
    assertThatThrownBy(() -> artifacts.put(fetch("0".repeat(64), "tool", ""), temp, 0))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("arrived as sha256:" + digest("content of x"));
    assertThat(temp.resolve("cache").resolve("0".repeat(64))).doesNotExist();
    assertThat(requests).hasValue(1);
  }

  @Test
  void a_master_that_is_busy_is_asked_again() throws Exception {
    failures.set(1);
    artifacts.put(fetch(digest("content of x"), "tool", "bin/it"), temp, 0);
    assertThat(requests).hasValue(2);
    assertThat(temp.resolve("bin/it")).hasContent("content of x");
  }

  @Test
  void no_destination_leaves_the_sandbox() {
    for (var destination : new String[] {"../x", "/etc/x", "a/../../x"}) {
      assertThatThrownBy(
              () -> artifacts.put(fetch(digest("content of x"), "t", destination), temp, 0))
          .isInstanceOf(ArtifactException.class);
    }
  }

  @Test
  void the_cache_drops_what_was_used_longest_ago() throws Exception {
    var cache = Files.createDirectories(temp.resolve("cache"));
    var old = Files.writeString(cache.resolve("a".repeat(64)), "0123456789");
    artifacts.put(fetch(digest("content of x"), "tool", ""), temp, 0);
    assertThat(old).doesNotExist();
    assertThat(cache.resolve(digest("content of x"))).exists();
  }

  private static Fetch fetch(String digest, String name, String destination) {
    return new Fetch("artifact:sha256:" + digest + "/" + name, false, true, destination);
  }

  private static String digest(String content) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
