package dev.ekiden.portal.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.SignedOutException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The OpenID Connect provider: where its endpoints are, and how to renew a grant. */
final class Provider {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http;
  private final OidcSettings settings;
  private final InstantSource clock;

  Provider(HttpClient http, OidcSettings settings, InstantSource clock) {
    this.http = http;
    this.settings = settings;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * Trades the refresh token for a new grant.
   *
   * @throws SignedOutException if the provider refuses: the session there is over
   * @throws ApiException if it does not answer
   */
  Grant refresh(Grant old) {
    var form =
        "grant_type=refresh_token&client_id="
            + encode(settings.clientId())
            + "&client_secret="
            + encode(settings.clientSecret())
            + "&refresh_token="
            + encode(old.refresh());
    var request =
        HttpRequest.newBuilder(endpoint("token_endpoint"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    var answer = exchange(request);
    if (answer.statusCode() == 400 || answer.statusCode() == 401) {
      throw new SignedOutException("the refresh token was refused: " + answer.statusCode());
    }
    var tokens = json(answer);
    return new Grant(
        tokens.getString("access_token"),
        tokens.getString("refresh_token", old.refresh()),
        tokens.getString("id_token", old.identity()),
        now().plusSeconds(tokens.getInt("expires_in")));
  }

  /** Where to send the browser to end its session there too and come back to {@code home}. */
  String endSession(Grant grant, String home) {
    return endpoint("end_session_endpoint")
        + "?client_id="
        + encode(settings.clientId())
        + "&id_token_hint="
        + encode(grant.identity())
        + "&post_logout_redirect_uri="
        + encode(home);
  }

  private URI endpoint(String name) {
    var discovery = URI.create(settings.issuer() + "/.well-known/openid-configuration");
    var request = HttpRequest.newBuilder(discovery).timeout(TIMEOUT).build();
    return URI.create(json(exchange(request)).getString(name));
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString(UTF_8));
    } catch (IOException e) {
      throw silent(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent(e);
    }
  }

  private static JsonObject json(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw silent(new IOException(answer.uri() + " answered " + answer.statusCode()));
    }
    try (var reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    } catch (JsonException e) {
      throw silent(e);
    }
  }

  private static ApiException silent(Exception cause) {
    return new ApiException(
        "The sign-in service does not answer. Your session goes on when it does.", cause);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
