package dev.ekiden.agent.router;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A client that keeps its connection and repeats nothing: each request that the router loses is
 * seen. It verifies the certificate against the host it asks for, wherever that resolves to.
 */
final class TinyClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final SSLContext tls;
  private final int port;
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();
  private String connectedTo = "";
  private int connections;

  TinyClient(SSLContext tls, int port) {
    this.tls = tls;
    this.port = port;
  }

  record Answer(int status, List<String> headers, String body) {
    boolean has(String header) {
      return headers.contains(header);
    }

    String servedBy() {
      return body.lines().findFirst().orElse("");
    }
  }

  Answer get(String host, String path) throws IOException {
    if (!connectedTo.equals(host)) {
      connect(host);
    }
    var request = "GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n\r\n";
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var status = Integer.parseInt(line().split(" ")[1]);
      var headers = new ArrayList<String>();
      for (var line = line(); !line.isEmpty(); line = line()) {
        headers.add(line.toLowerCase(Locale.ROOT));
      }
      var body = new String(in.readNBytes(length(headers)), StandardCharsets.UTF_8);
      if (headers.contains("connection: close")) {
        close();
      }
      return new Answer(status, headers, body);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** How many connections it has made. */
  int connections() {
    return connections;
  }

  private void connect(String host) throws IOException {
    close();
    connections++;
    var plain = new Socket("127.0.0.1", port);
    plain.setSoTimeout(TIMEOUT_MILLIS);
    var secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
    var parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    socket = secure;
    in = new BufferedInputStream(secure.getInputStream());
    connectedTo = host;
  }

  private static int length(List<String> headers) {
    var prefix = "content-length: ";
    return headers.stream()
        .filter(header -> header.startsWith(prefix))
        .mapToInt(header -> Integer.parseInt(header.substring(prefix.length())))
        .findFirst()
        .orElseThrow();
  }

  private String line() throws IOException {
    var text = new StringBuilder();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("connection closed without an answer");
      }
      text.append((char) c);
    }
    return text.toString().strip();
  }

  @Override
  public void close() throws IOException {
    connectedTo = "";
    socket.close();
  }
}
