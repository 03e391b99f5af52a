package dev.ekiden.api.forward;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextServiceDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The HTTP client for other masters. As the portal's it trusts the authorities in the PEM file
 * {@code EKIDEN_CA}, else {@code ca.pem} in the folder {@code EKIDEN_SSL_DIR}, else the JDK's: the
 * server's own trust store is out of its reach.
 */
@ApplicationScoped
@ContextServiceDefinition(
    name = "java:module/concurrent/ekiden/no-context",
    propagated = {},
    cleared = {},
    unchanged = ContextServiceDefinition.ALL_REMAINING)
@ManagedExecutorDefinition(
    name = LeaderClient.THREADS,
    context = "java:module/concurrent/ekiden/no-context",
    virtual = true)
public class LeaderClient {
  static final String THREADS = "java:module/concurrent/ekiden/forwarding";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  @Resource(lookup = THREADS)
  private ManagedExecutorService threads;

  private Optional<HttpClient> http = Optional.empty();

  @PostConstruct
  void create() {
    http = Optional.of(create(ConfigProvider.getConfig(), threads));
  }

  @PreDestroy
  void close() {
    http.ifPresent(HttpClient::shutdownNow);
  }

  HttpClient http() {
    return http.orElseThrow();
  }

  private static HttpClient create(Config config, Executor threads) {
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads)
            .connectTimeout(CONNECT_TIMEOUT);
    authority(config).ifPresent(pem -> client.sslContext(trusting(pem)));
    return client.build();
  }

  private static Optional<Path> authority(Config config) {
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
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no readable certificate of an authority in " + pem, e);
    }
  }
}
