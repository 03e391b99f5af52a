package dev.ekiden.agent.router;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** HAProxy's runtime socket: one connection for each command, with a deadline. */
record StatsSocket(Path path) {
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final int LONGEST_ANSWER = 16 * 1024 * 1024;

  /**
   * Sends one line and answers all that HAProxy says to it.
   *
   * @throws IOException if nobody listens there, or the answer is late or too long
   */
  String ask(String line) throws IOException {
    var end = System.nanoTime() + DEADLINE.toNanos();
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        var selector = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.configureBlocking(false);
      var key = channel.register(selector, SelectionKey.OP_WRITE);
      var request = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (request.hasRemaining()) {
        await(selector, end);
        channel.write(request);
      }
      key.interestOps(SelectionKey.OP_READ);
      return readAll(channel, selector, end);
    }
  }

  private String readAll(SocketChannel channel, Selector selector, long end) throws IOException {
    var answer = new ByteArrayOutputStream();
    var buffer = ByteBuffer.allocate(16 * 1024);
    while (true) {
      await(selector, end);
      var count = channel.read(buffer);
      if (count < 0) {
        return answer.toString(StandardCharsets.UTF_8);
      }
      answer.write(buffer.array(), 0, count);
      buffer.clear();
      if (answer.size() > LONGEST_ANSWER) {
        throw new IOException(path + ": answer too long");
      }
    }
  }

  private void await(Selector selector, long end) throws IOException {
    var left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    if (left <= 0 || selector.select(left) == 0) {
      throw new IOException(path + ": no answer within " + DEADLINE.toMillis() + " ms");
    }
    selector.selectedKeys().clear();
  }
}
