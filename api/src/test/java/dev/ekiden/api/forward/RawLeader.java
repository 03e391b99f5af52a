package dev.ekiden.api.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A leader that says bytes and hangs up, as one that dies does; remembers what it was asked. */
final class RawLeader implements AutoCloseable {
  private final ServerSocket door;
  private final Queue<String> heads = new ConcurrentLinkedQueue<>();

  /** What is done with a connection once the head of its first request has come. */
  interface Script {
    void play(InputStream in, OutputStream out) throws IOException, InterruptedException;
  }

  RawLeader(Script script) {
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> accept(script));
  }

  private void accept(Script script) {
    while (!door.isClosed()) {
      try {
        var socket = door.accept();
        Thread.ofVirtual().start(() -> play(script, socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void play(Script script, Socket socket) {
    try (socket) {
      heads.add(head(socket.getInputStream()));
      script.play(socket.getInputStream(), socket.getOutputStream());
    } catch (IOException | InterruptedException _) {
      // The standby has hung up, or the test is over.
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("no whole request");
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  /** First lines and headers of all requests so far. */
  Queue<String> heads() {
    return heads;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
