package dev.ekiden.portal.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * One person's calls to the API. Blocks; any thread. Each call throws {@link ApiException} on an
 * error answer or none, {@link SignedOutException} if the token is no longer taken.
 */
public final class Api {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration UPLOAD_TIMEOUT = Duration.ofHours(2);

  private final HttpClient http;
  private final URI base;
  private final Bearer bearer;

  /** Calls below {@code base}, which has no path. */
  public Api(HttpClient http, URI base, Bearer bearer) {
    this.http = http;
    this.base = base;
    this.bearer = bearer;
  }

  /** An answer's body and the headers that matter. */
  record Reply(Fields body, String deployment) {}

  Fields get(String path) {
    return send("GET", path, BodyPublishers.noBody(), "", TIMEOUT).body();
  }

  Reply send(String method, String path, JsonObject body) {
    var publisher = BodyPublishers.ofString(body.toString(), UTF_8);
    return send(method, path, publisher, "application/json", TIMEOUT);
  }

  Reply send(String method, String path) {
    return send(method, path, BodyPublishers.noBody(), "", TIMEOUT);
  }

  /** Streams; {@code length} below 0 if unknown. Reads {@code bytes} to its end, never ahead. */
  Fields stream(String path, InputStream bytes, long length) {
    var body = BodyPublishers.ofInputStream(() -> bytes);
    var sized = length < 0 ? body : BodyPublishers.fromPublisher(body, length);
    return send("PUT", path, sized, "application/octet-stream", UPLOAD_TIMEOUT).body();
  }

  private Reply send(
      String method, String path, BodyPublisher body, String type, Duration timeout) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(timeout)
            .header("Authorization", "Bearer " + bearer.token())
            .header("Accept", "application/json, application/problem+json")
            .method(method, body);
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return reply(exchange(request.build()));
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString(UTF_8));
    } catch (IOException e) {
      throw new ApiException(
          "The API does not answer. What runs keeps running; try again in a moment.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException("The call to the API was interrupted.", e);
    }
  }

  private static Reply reply(HttpResponse<String> answer) {
    if (answer.statusCode() == 401) {
      throw new SignedOutException("the API answered 401 to " + answer.uri().getPath());
    }
    if (answer.statusCode() >= 300) {
      throw Problems.of(answer.statusCode(), answer.body());
    }
    var body = parse(answer.body());
    var deployment =
        answer.headers().firstValue("Marathon-Deployment-Id").orElse(body.text("deploymentId"));
    return new Reply(body, deployment);
  }

  private static Fields parse(String body) {
    if (body.isBlank()) {
      return new Fields(JsonValue.EMPTY_JSON_OBJECT);
    }
    try (var reader = Json.createReader(new StringReader(body))) {
      return Fields.of(reader.readValue());
    } catch (JsonException e) {
      throw new ApiException("The API's answer is not JSON.", e);
    }
  }

  /** Percent-encodes for a query or one path segment. */
  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
