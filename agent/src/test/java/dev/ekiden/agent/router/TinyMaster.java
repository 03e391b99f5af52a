package dev.ekiden.agent.router;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A master as the router sees it: a WebSocket with a client certificate that pushes text. */
final class TinyMaster implements AutoCloseable {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int FRAGMENT = 100;

  private final SSLServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile String greeting;
  private volatile boolean answers = true;

  /** Subject and request line of each client that came. */
  final BlockingQueue<String> visitors = new LinkedBlockingQueue<>();

  TinyMaster(SSLContext tls, String greeting) throws IOException {
    this.greeting = greeting;
    server =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    server.setEnabledProtocols(new String[] {"TLSv1.3"});
    server.setNeedClientAuth(true);
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "localhost:" + server.getLocalPort();
  }

  /** Sends to all that are connected, and to all that come. */
  void push(String text) {
    greeting = text;
    for (var socket : open) {
      try {
        send(socket.getOutputStream(), text);
      } catch (IOException e) {
        open.remove(socket); // that client is gone
      }
    }
  }

  /** Cuts all connections; new ones are welcome, and greeted by another text. */
  void cut(String nextGreeting) throws IOException {
    greeting = nextGreeting;
    cut();
  }

  private void cut() throws IOException {
    for (var socket : open) {
      open.remove(socket);
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = (SSLSocket) server.accept();
        Thread.ofVirtual().start(() -> welcome(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void welcome(SSLSocket socket) {
    try {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      var request = in.readLine();
      var key = "";
      for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        key = line.startsWith("Sec-WebSocket-Key: ") ? line.substring(19) : key;
      }
      var hash = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes());
      var out = socket.getOutputStream();
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Accept: "
                  + Base64.getEncoder().encodeToString(hash)
                  + "\r\n\r\n")
              .getBytes());
      if (!greeting.isEmpty()) {
        send(out, greeting);
      }
      open.add(socket);
      visitors.add(socket.getSession().getPeerPrincipal().getName() + " " + request);
      answerPings(new DataInputStream(socket.getInputStream()), out);
    } catch (Exception e) {
      visitors.add("failed: " + e);
    }
  }

  /** Until the client is gone; whatever else it says is passed over. */
  private void answerPings(DataInputStream in, OutputStream out) {
    try {
      while (true) {
        boolean ping = (in.readUnsignedByte() & 0x0f) == 9;
        in.skipNBytes(4 + (in.readUnsignedByte() & 0x7f));
        if (ping && answers) {
          pong(out);
        }
      }
    } catch (IOException e) {
      // gone
    }
  }

  private static synchronized void pong(OutputStream out) throws IOException {
    out.write(new byte[] {(byte) 0x8a, 0});
    out.flush();
  }

  /** Stays connected and answers no more pings, as one whose network is cut. */
  void mute() {
    answers = false;
  }

  /** In fragments, as Liberty sends long messages. */
  private static synchronized void send(OutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from == 0 || from < bytes.length; from += FRAGMENT) {
      var size = Math.min(FRAGMENT, bytes.length - from);
      var last = from + size == bytes.length;
      out.write((last ? 0x80 : 0) | (from == 0 ? 1 : 0));
      out.write(size);
      out.write(bytes, from, size);
    }
    out.flush();
  }
}
