package dev.ekiden.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.agent.supervise.LocalPorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ports of instances are not given to connections: the kernel is asked for many. */
@Tag("kernel")
class KernelLocalPortsTests extends OneAgent {
  private static final int FIRST = 32_768;
  private static final int MANY = 2_000;

  @Test
  void an_agent_reserves_its_ports() throws Exception {
    assertThat(reserved()).contains("31000-");
  }

  @Test
  void no_connection_gets_a_port_that_is_reserved() throws Exception {
    var before = reserved();
    assertThat(LocalPorts.reserve(LocalPorts.KERNEL, FIRST, FIRST + 999)).isTrue();
    var seen = new HashSet<Integer>();
    var open = new ArrayList<Socket>();
    try (var server = new ServerSocket(0, MANY)) {
      for (int i = 0; i < MANY; i++) {
        var socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", server.getLocalPort()));
        open.add(socket);
        seen.add(socket.getLocalPort());
      }
    } finally {
      for (var socket : open) {
        socket.close();
      }
      Files.writeString(LocalPorts.KERNEL, before);
    }
    assertThat(seen).hasSize(MANY).noneMatch(port -> port >= FIRST && port < FIRST + 1_000);
  }

  private static String reserved() throws IOException {
    try (var in = Files.newInputStream(LocalPorts.KERNEL)) {
      return new String(in.readNBytes(10_000), UTF_8);
    }
  }
}
