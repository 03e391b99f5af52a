package dev.ekiden.api.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A leader that is a listening socket. */
@Timeout(30)
class LeaderWatchTests {
  private final BlockingQueue<LeaderAddress> dead = new LinkedBlockingQueue<>();
  private ServerSocket server;
  private volatile Optional<LeaderAddress> leader = Optional.empty();
  private final Thread watch =
      Thread.ofPlatform().daemon().unstarted(new LeaderWatch(() -> leader, dead::add));

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    leader =
        Optional.of(new LeaderAddress("https://127.0.0.1:" + server.getLocalPort(), "wss://x:1"));
  }

  @AfterEach
  void stop() throws IOException {
    watch.interrupt();
    server.close();
  }

  @Test
  void a_leader_whose_process_is_gone_is_found_dead() throws Exception {
    watch.start();
    var connection = server.accept();
    server.close();
    connection.close();
    assertThat(dead.poll(20, TimeUnit.SECONDS)).isEqualTo(leader.orElseThrow());
  }

  @Test
  void a_connection_that_ends_is_made_again_and_proves_nothing() throws Exception {
    watch.start();
    for (int i = 0; i < 3; i++) {
      server.accept().close();
    }
    server.accept();
    assertThat(dead).isEmpty();
  }

  @Test
  void a_leader_that_does_not_listen_yet_is_not_dead() throws Exception {
    int port = server.getLocalPort();
    server.close();
    watch.start();
    assertThat(dead.poll(1, TimeUnit.SECONDS)).isNull();
    server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    assertThat(server.accept().isConnected()).isTrue();
    assertThat(dead).isEmpty();
  }
}
