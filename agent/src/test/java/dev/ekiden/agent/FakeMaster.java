package dev.ekiden.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ekiden.agent.disk.Json;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A master with just enough WebSocket and HTTP for one agent; journals nothing. */
public final class FakeMaster implements AutoCloseable {
  private final ServerSocket server;
  private final List<Report> reports = new ArrayList<>();
  private final Map<String, byte[]> artifacts = new HashMap<>();
  private final List<Order> onHello = new ArrayList<>();
  private Optional<Socket> agent = Optional.empty();
  private int connections;
  private int texts;
  private boolean acknowledges = true;
  private boolean mute;
  private boolean reads = true;
  private int fragmentBytes = Integer.MAX_VALUE;

  public FakeMaster() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    onHello.add(new Order.Welcome(1, "fake", 500, List.of()));
    Thread.ofVirtual().start(this::accept);
  }

  public String address() {
    return "ws://127.0.0.1:" + server.getLocalPort();
  }

  public synchronized void onHello(Order... orders) {
    onHello.clear();
    onHello.addAll(List.of(orders));
  }

  public synchronized void acknowledges(boolean yes) {
    acknowledges = yes;
  }

  /** Stays connected and says nothing more. */
  public synchronized void mute(boolean yes) {
    mute = yes;
  }

  /** Stays connected and reads nothing, so that the agent cannot send on. */
  public synchronized void reads(boolean yes) {
    reads = yes;
    notifyAll();
  }

  public synchronized void fragmentBytes(int bytes) {
    fragmentBytes = bytes;
  }

  public synchronized void artifact(String digest, byte[] content) {
    artifacts.put(digest, content);
  }

  public synchronized List<Report> reports() {
    return List.copyOf(reports);
  }

  public synchronized int connections() {
    return connections;
  }

  /** Text messages heard so far, heartbeats excepted; one may hold several reports. */
  public synchronized int texts() {
    return texts;
  }

  public synchronized void forgetReports() {
    reports.clear();
  }

  /** The first report of this kind that fits, waited for. */
  public synchronized <T extends Report> T await(Class<T> kind, Predicate<T> fits) {
    var deadline = System.nanoTime() + Eventually.LONGEST.toNanos();
    while (true) {
      for (var report : reports) {
        if (kind.isInstance(report) && fits.test(kind.cast(report))) {
          return kind.cast(report);
        }
      }
      var left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        var heard = reports.stream().filter(it -> !(it instanceof Report.Heartbeat)).toList();
        throw new AssertionError("no such " + kind.getSimpleName() + " among " + heard);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Until an agent has connected so often. */
  public synchronized void awaitConnections(int count) throws InterruptedException {
    var deadline = System.nanoTime() + Eventually.LONGEST.toNanos();
    while (connections < count && System.nanoTime() < deadline) {
      wait(100);
    }
    if (connections < count) {
      throw new AssertionError("only " + connections + " connections");
    }
  }

  public synchronized void send(Order order) {
    sendText(Json.write(order));
  }

  public synchronized void sendText(String text) {
    try {
      write(agent.orElseThrow(), text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Cuts the connection without a word. */
  public synchronized void cut() throws IOException {
    if (agent.isPresent()) {
      agent.get().close();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      var request = line(in);
      var headers = new HashMap<String, String>();
      for (var line = line(in); !line.isEmpty(); line = line(in)) {
        headers.put(
            line.substring(0, line.indexOf(':')).toLowerCase(),
            line.substring(line.indexOf(':') + 1).strip());
      }
      if (!headers.containsKey("sec-websocket-key")) {
        artifact(socket.getOutputStream(), request.split(" ")[1]);
        return;
      }
      var hash =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (headers.get("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(US_ASCII));
      var answer =
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: "
              + Base64.getEncoder().encodeToString(hash)
              + "\r\n\r\n";
      socket.getOutputStream().write(answer.getBytes(US_ASCII));
      synchronized (this) {
        agent = Optional.of(socket);
        connections++;
        notifyAll();
      }
      var text = new ByteArrayOutputStream();
      while (true) {
        awaitReading();
        frame(socket, in, text);
      }
    } catch (IOException _) {
      // the agent is gone
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private synchronized void awaitReading() throws InterruptedException {
    while (!reads) {
      wait();
    }
  }

  private void artifact(OutputStream out, String path) throws IOException {
    byte[] content;
    synchronized (this) {
      content = artifacts.get(path.substring(path.lastIndexOf('/') + 1));
    }
    if (content == null) {
      out.write(
          "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
              .getBytes(US_ASCII));
      return;
    }
    out.write(
        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(content.length)
            .getBytes(US_ASCII));
    out.write(content);
    out.flush();
  }

  /**
   * @param text what has come of it: the agent's client sends long ones in several frames
   */
  private void frame(Socket socket, DataInputStream in, ByteArrayOutputStream text)
      throws IOException {
    int first = in.readUnsignedByte();
    int opcode = first & 0x0f;
    long length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    var mask = in.readNBytes(4);
    var payload = in.readNBytes((int) length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    synchronized (this) {
      if (mute) {
        return;
      }
      if (opcode == 8) {
        throw new IOException("closed");
      }
      if (opcode > 1) {
        return;
      }
      text.writeBytes(payload);
      if ((first & 0x80) != 0) {
        heard(socket, text.toByteArray());
        text.reset();
      }
    }
  }

  private void heard(Socket socket, byte[] text) throws IOException {
    var reports =
        text[0] == '['
            ? List.of(Json.MAPPER.readValue(text, Report[].class))
            : List.of(Json.MAPPER.readValue(text, Report.class));
    texts += reports.getFirst() instanceof Report.Heartbeat ? 0 : 1;
    for (var report : reports) {
      heard(socket, report);
    }
  }

  private void heard(Socket socket, Report report) throws IOException {
    reports.add(report);
    notifyAll();
    if (report instanceof Report.Hello) {
      for (var order : onHello) {
        write(socket, Json.write(order).getBytes(UTF_8));
      }
    }
    if (report instanceof Report.Heartbeat) {
      write(socket, Json.write(new Order.Heard()).getBytes(UTF_8));
    }
    var seq =
        switch (report) {
          case Report.Progress it -> it.seq();
          case Report.Running it -> it.seq();
          case Report.Health it -> it.seq();
          case Report.Ready it -> it.seq();
          case Report.UnallocatedPorts it -> it.seq();
          case Report.Ended it -> it.seq();
          case Report.Hello _,
              Report.StandBy _,
              Report.Heartbeat _,
              Report.LogChunk _,
              Report.Part _,
              Report.Over _,
              Report.Resized _ ->
              0;
        };
    if (acknowledges && seq > 0) {
      write(socket, Json.write(new Order.Acknowledge(seq)).getBytes(UTF_8));
    }
  }

  private void write(Socket socket, byte[] text) throws IOException {
    var out = socket.getOutputStream();
    for (int at = 0; at < text.length; at += Math.min(fragmentBytes, text.length - at)) {
      int length = Math.min(fragmentBytes, text.length - at);
      int first = (at == 0 ? 1 : 0) | (at + length == text.length ? 0x80 : 0);
      out.write(first);
      if (length < 126) {
        out.write(length);
      } else if (length < 65_536) {
        out.write(new byte[] {126, (byte) (length >> 8), (byte) length});
      } else {
        throw new IOException("too long for this fake: " + length);
      }
      out.write(text, at, length);
    }
    out.flush();
  }

  private static String line(DataInputStream in) throws IOException {
    var text = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }
}
