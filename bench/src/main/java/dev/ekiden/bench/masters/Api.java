package dev.ekiden.bench.masters;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Single calls as an administrator, at whichever master answers; a fresh token every two minutes.
 */
final class Api {
  private static final String TOKEN_URL =
      "https://localhost:9444/realms/ekiden/protocol/openid-connect/token";
  private static final String LOGIN =
      "grant_type=password&client_id=ekiden-cli&scope=openid&username=admin&password=admin";
  private static final Duration TOKEN_AGE = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final long PAUSE_MILLIS = 10;
  private static final int OK = 200;
  private static final int SERVER_ERRORS = 500;

  private final HttpClient client;
  private final List<URI> masters;
  private String token = "";
  private long tokenNanos;

  Api(Setting setting) throws IOException, GeneralSecurityException {
    this.client =
        HttpClient.newBuilder()
            .sslContext(Trust.context(setting.ssl()))
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    this.masters = setting.apis();
  }

  /** For {@code Authorization: Bearer}. */
  synchronized String token() {
    if (token.isEmpty() || System.nanoTime() - tokenNanos > TOKEN_AGE.toNanos()) {
      var request =
          HttpRequest.newBuilder(URI.create(TOKEN_URL))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(LOGIN))
              .build();
      var answer =
          send(request).orElseThrow(() -> new IllegalStateException("Keycloak does not answer"));
      token = JsonMapper.shared().readTree(answer.body()).get("access_token").asString();
      tokenNanos = System.nanoTime();
    }
    return token;
  }

  /** The master that leads, by the word of the first that knows; the first one if none does. */
  URI leader() {
    for (var master : masters) {
      var leader =
          send(get(master, "/v2/leader"))
              .filter(answer -> answer.statusCode() == OK)
              .map(answer -> JsonMapper.shared().readTree(answer.body()).path("leader"))
              .map(name -> URI.create("https://" + name.asString()));
      if (leader.isPresent()) {
        return leader.get();
      }
    }
    return masters.getFirst();
  }

  /** Waits for a leader, then writes; throws if it refuses. */
  void put(String path, String json) {
    change("PUT", path, json);
  }

  /** Like {@link #put}. */
  void delete(String path) {
    change("DELETE", path, "");
  }

  private void change(String method, String path, String json) {
    until(
        method + " " + path,
        () -> {
          var answer = send(request(leader(), path, PATIENCE).method(method, body(json)).build());
          if (answer.isPresent() && answer.get().statusCode() < SERVER_ERRORS) {
            if (answer.get().statusCode() >= 300) {
              throw new IllegalStateException(
                  method
                      + " "
                      + path
                      + ": "
                      + answer.get().statusCode()
                      + " "
                      + answer.get().body());
            }
            return true;
          }
          return false;
        });
  }

  private static HttpRequest.BodyPublisher body(String json) {
    return json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
  }

  /** The answer as JSON, from the leader. */
  JsonNode json(String path) {
    var leader = leader();
    return send(get(leader, path))
        .filter(answer -> answer.statusCode() == OK)
        .map(answer -> JsonMapper.shared().readTree(answer.body()))
        .orElseGet(() -> JsonMapper.shared().createObjectNode());
  }

  /** One try at one master: whether it acknowledged the change. */
  boolean tryPut(URI master, String path, String json, Duration patience) {
    return send(request(master, path, patience).PUT(BodyPublishers.ofString(json)).build())
        .filter(answer -> answer.statusCode() / 100 == 2)
        .isPresent();
  }

  private HttpRequest get(URI master, String path) {
    return request(master, path, PATIENCE).build();
  }

  private HttpRequest.Builder request(URI master, String path, Duration patience) {
    return HttpRequest.newBuilder(master.resolve(path))
        .timeout(patience)
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token());
  }

  private Optional<HttpResponse<String>> send(HttpRequest request) {
    try {
      return Optional.of(client.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Looks again and again until it holds. */
  static void until(String what, BooleanSupplier holds) {
    until(what, holds, Duration.ofMinutes(10));
  }

  static void until(String what, BooleanSupplier holds, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited " + patience.toSeconds() + " s in vain: " + what);
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
