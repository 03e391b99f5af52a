package dev.ekiden.agent.router;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One HTTP/2 connection, kept for good, and one request at a time on it: as much of RFC 9113 and
 * RFC 7541 as that needs. HAProxy encodes status codes without Huffman and dynamic table.
 */
final class TinyHttp2 implements Closeable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_BOTH = 5;
  private static final int[] STATIC_STATUS = {200, 204, 206, 304, 400, 404, 500};

  private final SSLSocket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final int port;
  private int stream = 1;
  private boolean dismissed;

  TinyHttp2(SSLContext tls, int port, String sni) throws IOException {
    this.port = port;
    var plain = new Socket("127.0.0.1", port);
    plain.setSoTimeout(10_000);
    socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, sni, port, true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(SETTINGS, 0, 0, new byte[0]);
  }

  record Answer(int status, String body) {
    String servedBy() {
      return body.lines().findFirst().orElse("");
    }
  }

  /** Whether the other side asked to use another connection from now on. */
  boolean isDismissed() {
    return dismissed;
  }

  Answer get(String host) throws IOException {
    var authority = (host + ":" + port).getBytes(StandardCharsets.US_ASCII);
    var block = new ByteArrayOutputStream();
    block.write(0x82); // :method GET
    block.write(0x87); // :scheme https
    block.write(0x84); // :path /
    block.write(1); // :authority, literal, not indexed
    block.write(authority.length);
    block.write(authority);
    send(HEADERS, END_BOTH, stream, block.toByteArray());
    var answer = receive(stream);
    stream += 2;
    return answer;
  }

  private Answer receive(int wanted) throws IOException {
    var status = 0;
    var body = new ByteArrayOutputStream();
    while (true) {
      var length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      var type = in.readUnsignedByte();
      var flags = in.readUnsignedByte();
      var id = in.readInt();
      var payload = in.readNBytes(length);
      switch (type) {
        case SETTINGS -> {
          if ((flags & ACK) == 0) {
            send(SETTINGS, ACK, 0, new byte[0]);
          }
        }
        case HEADERS -> status = status(payload);
        case DATA -> {
          body.write(payload);
          if (length > 0) {
            send(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(length).array());
          }
        }
        case GOAWAY -> dismissed = true;
        case RST_STREAM -> throw new IOException("stream " + id + " was reset");
        default -> {} // nothing that an answer is made of
      }
      if (id == wanted && type <= HEADERS && (flags & END_STREAM) != 0) {
        return new Answer(status, body.toString(StandardCharsets.UTF_8));
      }
    }
  }

  private static int status(byte[] block) throws IOException {
    var first = block[0] & 0xff;
    if (first >= 0x88 && first <= 0x8e) {
      return STATIC_STATUS[first - 0x88];
    }
    if ((first == 0x08 || first == 0x48) && block[1] == 3) {
      return Integer.parseInt(new String(block, 2, 3, StandardCharsets.US_ASCII));
    }
    throw new IOException("status in an unknown form: " + first);
  }

  private void send(int type, int flags, int id, byte[] payload) throws IOException {
    var frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) 0).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(id).put(payload);
    out.write(frame.array());
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
