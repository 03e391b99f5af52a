package dev.ekiden.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTests {
  @Test
  void a_taken_port_is_refused_with_port_process_and_need() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var pid = ProcessHandle.current().pid();
      int port = socket.getLocalPort();
      assertThat(Ports.ownerOf(port)).contains(pid);
      assertThatThrownBy(() -> Ports.requireFree(port, "zookeeper"))
          .isInstanceOf(Failure.class)
          .hasMessage(
              "port %d is taken by java (pid %d): zookeeper needs it; stop that process and try again",
              port, pid);
    }
  }

  @Test
  void a_port_that_nobody_listens_on_is_free() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThat(Ports.taken(port)).isFalse();
    Ports.requireFree(port, "postgres");
  }
}
