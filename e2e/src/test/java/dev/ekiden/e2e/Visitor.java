package dev.ekiden.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Somebody who asks for an app's page over and over while things break, each time over a new TLS
 * connection, until closed.
 */
public final class Visitor implements AutoCloseable {
  private static final int PORT = 7443;
  private static final int PATIENCE_MILLIS = 15_000;
  private static final long PERIOD_NANOS = 40_000_000;
  private static final int MOST_FAILURES = 100;

  private final String host;
  private final SSLSocketFactory tls = Tls.trusting(Ekiden.CA).getSocketFactory();
  private final AtomicInteger answers = new AtomicInteger();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean leaving;

  private Visitor(String host) {
    this.host = host;
    this.thread = Thread.ofVirtual().start(this::askOn);
  }

  /** Of the app {@code name} in the project shop. */
  public static Visitor of(String name) {
    return new Visitor(name + ".shop.apps.localhost");
  }

  public int answers() {
    return answers.get();
  }

  /** All that went wrong so far. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  private void askOn() {
    while (!leaving && failures.size() < MOST_FAILURES) {
      try {
        var status = ask();
        if (status.equals("HTTP/1.1 200 OK")) {
          answers.incrementAndGet();
        } else {
          failures.add("after " + answers + " answers: " + status);
        }
      } catch (IOException e) {
        failures.add("after " + answers + " answers: " + e);
      }
      LockSupport.parkNanos(PERIOD_NANOS);
    }
  }

  /** The status line. */
  private String ask() throws IOException {
    try (var plain = new Socket("127.0.0.1", PORT);
        var socket = (SSLSocket) tls.createSocket(plain, host, PORT, true)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      var request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      var status = answer.readLine();
      while (answer.readLine() != null) {
        // read to the end, as a browser would
      }
      return String.valueOf(status);
    }
  }

  @Override
  public void close() {
    leaving = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
