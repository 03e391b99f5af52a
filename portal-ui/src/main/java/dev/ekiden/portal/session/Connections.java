package dev.ekiden.portal.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The one HTTP client of the portal and whom it talks to. It trusts the authorities in the PEM file
 * {@code EKIDEN_CA}, else {@code ca.pem} in the folder {@code EKIDEN_SSL_DIR}, else the JDK's: the
 * server's own trust store is out of reach for {@link HttpClient}, and the server's client would
 * spool uploads to disk.
 */
@ApplicationScoped
public class Connections {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http = client();
  @Inject Oidc oidc;

  HttpClient http() {
    return http;
  }

  /** The API, from {@code API_MP_REST_URL}; no slash at its end. */
  URI api() {
    var url = ConfigProvider.getConfig().getValue("api/mp-rest/url", String.class);
    return URI.create(url.replaceAll("/+$", ""));
  }

  Provider provider() {
    return new Provider(http, oidc.settings(), InstantSource.system());
  }

  private static HttpClient client() {
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    authority().ifPresent(pem -> client.sslContext(trusting(pem)));
    return client.build();
  }

  private static Optional<Path> authority() {
    var config = ConfigProvider.getConfig();
    return config
        .getOptionalValue("ekiden.ca", String.class)
        .map(Path::of)
        .or(
            () ->
                config
                    .getOptionalValue("ekiden.ssl.dir", String.class)
                    .map(folder -> Path.of(folder, "ca.pem"))
                    .filter(Files::isReadable));
  }

  private static SSLContext trusting(Path pem) {
    try (InputStream file = Files.newInputStream(pem)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("EKIDEN_CA names no readable certificate: " + pem, e);
    }
  }
}
