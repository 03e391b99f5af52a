package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** HTTP to our own servers: TLS is always verified, and only the local CA is trusted. */
final class Https {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Without it the portal takes us for a program, and does not show the way to the log-in. */
  private static final String LIKE_A_BROWSER = "text/html,*/*;q=0.8";

  private final Path caCertificate;
  private Optional<HttpClient> client = Optional.empty();

  /** The certificate is read at the first call. */
  Https(Path caCertificate) {
    this.caCertificate = caCertificate;
  }

  /** The status of a GET; 0 if nobody answers. Redirects are not followed. */
  int status(String url) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(PATIENCE)
              .header("Accept", LIKE_A_BROWSER)
              .build();
      return client().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** Posts a form and gives the whole answer. */
  HttpResponse<String> post(String url, String form) throws IOException {
    return send(
        patient(url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  /** Gets something with a bearer token and gives the whole answer. */
  HttpResponse<String> get(String url, String token) throws IOException {
    return send(patient(url).header("Authorization", "Bearer " + token));
  }

  /** Puts JSON with a bearer token and gives the whole answer. */
  HttpResponse<String> put(String url, String token, String json) throws IOException {
    return send(
        patient(url)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Deletes something with a bearer token and gives the whole answer. */
  HttpResponse<String> delete(String url, String token) throws IOException {
    return send(patient(url).header("Authorization", "Bearer " + token).DELETE());
  }

  private static HttpRequest.Builder patient(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE.multipliedBy(4));
  }

  private HttpResponse<String> send(HttpRequest.Builder builder) throws IOException {
    var request = builder.build();
    try {
      return client().send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private synchronized HttpClient client() {
    var ready = client.orElseGet(this::build);
    client = Optional.of(ready);
    return ready;
  }

  private HttpClient build() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      try (var in = Files.newInputStream(caCertificate)) {
        store.setCertificateEntry(
            "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return HttpClient.newBuilder().sslContext(context).connectTimeout(PATIENCE).build();
    } catch (IOException | GeneralSecurityException e) {
      throw new Failure(
          "cannot read the local CA " + caCertificate, "run ./ekiden up, which makes it", e);
    }
  }
}
