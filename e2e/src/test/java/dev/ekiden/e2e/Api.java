package dev.ekiden.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST API as one person sees it; TLS is verified against the stack's CA. */
public final class Api {
  private static volatile String address = "https://localhost:9443";
  private static final Duration TOKEN_AGE = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();
  private static final ConcurrentHashMap<String, Token> TOKENS = new ConcurrentHashMap<>();

  private record Token(String text, Instant since) {
    boolean fresh() {
      return since.plus(TOKEN_AGE).isAfter(Instant.now());
    }
  }

  /** Made at the first call, when the CA is there. */
  private static final class Client {
    static final HttpClient SHARED =
        HttpClient.newBuilder()
            .sslContext(Tls.trusting(Ekiden.CA))
            .connectTimeout(PATIENCE)
            .build();

    private Client() {}
  }

  private final Supplier<Optional<String>> token;

  private Api(Supplier<Optional<String>> token) {
    this.token = token;
  }

  /** Sends all calls from now on to another master, for tests that end the first one. */
  public static void through(String master) {
    address = master;
  }

  /** One of the local log-ins. */
  public static Api as(String user) {
    return new Api(() -> Optional.of(token(user)));
  }

  /** An access token of one of the local log-ins, good for some minutes. */
  public static String token(String user) {
    return TOKENS
        .compute(user, (name, had) -> had != null && had.fresh() ? had : renewed(name, had))
        .text();
  }

  /** While nobody gives out tokens, the one that we had may do. */
  private static Token renewed(String user, @Nullable Token had) {
    var asked = Ekiden.run("token", user);
    if (asked.exit() != 0 && had != null) {
      return had;
    }
    return new Token(asked.orFail().out().strip(), Instant.now());
  }

  /** Somebody without any token. */
  public static Api nobody() {
    return new Api(Optional::empty);
  }

  /** Whoever shows this token. */
  public static Api with(String token) {
    return new Api(() -> Optional.of(token));
  }

  /** A status and a body. */
  public record Answer(String call, int status, String contentType, String text) {
    public JsonNode json() {
      return JSON.readTree(text);
    }

    /** Its body, if the status is the expected one. */
    public JsonNode expect(int wanted) {
      assertThat(status).as("%s: %s", call, text).isEqualTo(wanted);
      return json();
    }
  }

  public Answer get(String path) {
    return call("GET", path, BodyPublishers.noBody());
  }

  /**
   * An answer that is read as it comes, or not at all; to be closed.
   *
   * @param headers names and values in turn
   */
  public HttpResponse<InputStream> open(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(address + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    token.get().ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      return send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("GET " + path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  public Answer delete(String path) {
    return call("DELETE", path, BodyPublishers.noBody());
  }

  public Answer post(String path, String json) {
    return call("POST", path, BodyPublishers.ofString(json));
  }

  public Answer put(String path, String json) {
    return call("PUT", path, BodyPublishers.ofString(json));
  }

  /** Uploads a file and gives its uri. */
  public String upload(Path file) {
    try {
      return call("PUT", "/v3/artifacts?name=" + file.getFileName(), BodyPublishers.ofFile(file))
          .json()
          .get("uri")
          .asString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Masters that stand by pass calls on, but of streams they say where the leader is. */
  private static <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    var answer = Client.SHARED.send(request, handler);
    if (answer.statusCode() != 302) {
      return answer;
    }
    var leader = request.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
    return Client.SHARED.send(
        HttpRequest.newBuilder(request, (_, _) -> true).uri(leader).build(), handler);
  }

  private Answer call(String method, String path, BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE).method(method, body);
    token.get().ifPresent(text -> request.header("Authorization", "Bearer " + text));
    if (!method.equals("GET")) {
      request.header("Content-Type", "application/json");
    }
    try {
      HttpResponse<String> response = send(request.build(), BodyHandlers.ofString());
      return new Answer(
          method + " " + path,
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
