package dev.ekiden.agent.check;

import dev.ekiden.core.wire.Check;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks an instance once whether it is well, over the network or inside it. One for all. */
public final class Probe {
  private final String host;
  private final HttpClient client;

  /**
   * @param host where this machine's instances listen
   */
  public Probe(String host) {
    this(
        host,
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .sslContext(trustingAll())
            .build());
  }

  private Probe(String host, HttpClient client) {
    this.host = host;
    this.client = client;
  }

  /** The same for an instance with an address of its own; the same if it is empty. */
  public Probe at(String address) {
    return address.isEmpty() ? this : new Probe(address, client);
  }

  /** Empty if it is well, else a sentence that says why not. */
  Optional<String> ask(Check check, Inside inside) throws InterruptedException {
    return switch (check) {
      case Check.Http http ->
          http(http.tls(), http.port(), http.path(), http.rhythm(), Probe::isWell);
      case Check.Tcp tcp -> tcp(tcp);
      case Check.Command command -> CommandProbe.ask(inside, command);
      case Check.Ready ready -> ask(ready);
    };
  }

  /** Empty if it is ready, else a sentence that says why not. */
  Optional<String> ask(Check.Ready check) throws InterruptedException {
    return http(
        check.tls(), check.port(), check.path(), check.rhythm(), check.statuses()::contains);
  }

  private static boolean isWell(int status) {
    return status >= 200 && status <= 399;
  }

  private Optional<String> http(
      boolean tls, int port, String path, Check.Rhythm rhythm, IntPredicate good)
      throws InterruptedException {
    var what = "GET %s on port %d".formatted(path, port);
    var timeout = Duration.ofMillis(Math.max(1, rhythm.timeoutMillis()));
    try {
      var whole = path.startsWith("/") ? path : "/" + path;
      var uri = URI.create("%s://%s:%d%s".formatted(tls ? "https" : "http", host, port, whole));
      var request = HttpRequest.newBuilder(uri).timeout(timeout).build();
      var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      response.body().close();
      var status = response.statusCode();
      return good.test(status)
          ? Optional.empty()
          : Optional.of("%s answered %d".formatted(what, status));
    } catch (HttpTimeoutException _) {
      return Optional.of("%s did not answer within %d ms".formatted(what, timeout.toMillis()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of("%s failed: %s".formatted(what, reason(e)));
    }
  }

  private Optional<String> tcp(Check.Tcp check) {
    var timeout = (int) Math.max(1, check.rhythm().timeoutMillis());
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, check.port()), timeout);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("connecting to port %d failed: %s".formatted(check.port(), reason(e)));
    }
  }

  private static String reason(Exception e) {
    if (e instanceof java.net.ConnectException) {
      return "connection refused";
    }
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }

  /** An instance's own certificate says nothing that matters on its own machine. */
  private static SSLContext trustingAll() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustingAll()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Extended, so that the JDK does not check host names either. */
  private static final class TrustingAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
