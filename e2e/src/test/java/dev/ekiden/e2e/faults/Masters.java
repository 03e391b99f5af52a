package dev.ekiden.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.e2e.Api;
import dev.ekiden.e2e.Ekiden;
import dev.ekiden.e2e.Eventually;
import dev.ekiden.e2e.Tls;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The three masters' addresses, and who of them leads. */
final class Masters {
  static final List<String> NAMES = List.of("master-1", "master-2", "master-3");
  static final int ZOOKEEPER_PORT = 9181;

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final int FIRST_PORT = 9443;
  private static final int STEP = 10;
  private static final int UNAVAILABLE = 503;

  /** Made at the first call, when the CA is there. */
  private static final class Client {
    static final HttpClient SHARED =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(Tls.trusting(Ekiden.CA))
            .connectTimeout(SHORT)
            .build();

    private Client() {}
  }

  private Masters() {}

  static String address(String name) {
    return "https://localhost:" + (FIRST_PORT + STEP * NAMES.indexOf(name));
  }

  /** Port at which agents and the router find a master. */
  static int agentPort(String name) {
    return FIRST_PORT + 2 + STEP * NAMES.indexOf(name);
  }

  /** One call by alice to one master, whatever becomes of it. */
  static Outcome ask(String master, String method, String path, String body) {
    return ask(master, "alice", method, path, body, PATIENCE);
  }

  private static Outcome ask(
      String master, String user, String method, String path, String body, Duration patience) {
    var request =
        HttpRequest.newBuilder(URI.create(address(master) + path))
            .timeout(patience)
            .header("Authorization", "Bearer " + Api.token(user))
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      var response = Client.SHARED.send(request, BodyHandlers.ofString());
      var age = response.headers().firstValue("X-Ekiden-Age").map(Masters::seconds).orElse(0L);
      return outcome(response.statusCode(), response.body(), age);
    } catch (ConnectException e) {
      return new Outcome.Refused(0, "not connected: " + e, 0);
    } catch (IOException e) {
      return new Outcome.Unknown(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Unknown("interrupted");
    }
  }

  /** Any age but 0 counts, however it is written. */
  private static long seconds(String header) {
    var number = header.strip().replaceAll("[^0-9].*", "");
    return number.isEmpty() ? 1 : Long.parseLong(number);
  }

  private static Outcome outcome(int status, String text, long age) {
    if (status < 300) {
      return new Outcome.Done(status, text, age);
    }
    return status < 500 || status == UNAVAILABLE
        ? new Outcome.Refused(status, text, age)
        : new Outcome.Unknown(status + ": " + text);
  }

  /** The name of the master that leads, if it says so itself. */
  static Optional<String> leader() {
    return NAMES.stream().filter(Processes::runs).filter(Masters::leads).findFirst();
  }

  /** The leader, once there is one. */
  static String awaitLeader() {
    return Eventually.get("a master leads", () -> leader().orElseThrow());
  }

  /** A leader that is not {@code old}, once there is one. */
  static String awaitLeaderOtherThan(String old) {
    return Eventually.get(
        "another master than " + old + " leads",
        () ->
            NAMES.stream()
                .filter(name -> !name.equals(old))
                .filter(Processes::runs)
                .filter(Masters::leads)
                .findFirst()
                .orElseThrow());
  }

  static List<String> standbys() {
    var leader = awaitLeader();
    return NAMES.stream().filter(name -> !name.equals(leader)).toList();
  }

  /** What the leader answers to alice's read. */
  static JsonNode read(String path) {
    return read("alice", path);
  }

  /** What the leader answers to somebody's read. */
  static JsonNode read(String user, String path) {
    var leader = leader().orElseThrow(() -> new AssertionError("no master leads"));
    var outcome = ask(leader, user, "GET", path, "", PATIENCE);
    assertThat(outcome).as(path).isInstanceOf(Outcome.Done.class);
    return JSON.readTree(((Outcome.Done) outcome).text());
  }

  /**
   * Through whichever master answers; repeated until it is acknowledged, so it must be harmless.
   */
  static void insist(String method, String path, String body) {
    Eventually.holds(
        method + " " + path,
        () -> assertThat(ask(awaitLeader(), method, path, body)).isInstanceOf(Outcome.Done.class));
  }

  /** Asked at its own face: what it says of the leader is its own address. */
  private static boolean leads(String master) {
    if (ask(master, "alice", "GET", "/v2/info", "", SHORT)
        instanceof Outcome.Done(_, var text, var age)) {
      var info = JSON.readTree(text);
      return age == 0
          && info.get("elected").asBoolean()
          && address(master).endsWith(info.get("leader").asString());
    }
    return false;
  }
}
