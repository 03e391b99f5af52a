package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** An instance that minds its own business while others try to break out. */
final class Neighbour {
  static final String NAME = "neighbour";
  private static final int PATIENCE_MILLIS = 10_000;

  private final String secret = "neighbours-secret-" + UUID.randomUUID();
  private final int port = freePort();
  private final int sharedKey = 0x454b0000 | (port & 0xffff);
  private final long pid;
  private final String startedAt;

  Neighbour(FakeMaster master, AgentProcess agent) throws Exception {
    var env = new TreeMap<String, String>();
    env.put("SECRET", secret);
    env.put("NEIGHBOUR_PORT", Integer.toString(port));
    env.put("SHARED_KEY", Integer.toString(sharedKey));
    var command = List.of("/usr/bin/perl", "-e", Breakout.program("neighbour.pl"));
    var limits = new Limits(200, 64, 0);
    master.send(
        new Order.Run(
            1,
            NAME,
            "/test/neighbour",
            command,
            env,
            limits,
            List.of(),
            List.of(),
            List.of(),
            100));
    pid = master.await(Report.Running.class, it -> it.instance().equals(NAME)).pid();
    var serving = agent.data().resolve("instances").resolve(NAME).resolve("sandbox/serving");
    Eventually.holds(() -> Files.exists(serving));
    startedAt = startTime();
    unharmed();
  }

  String secret() {
    return secret;
  }

  long pid() {
    return pid;
  }

  int port() {
    return port;
  }

  int sharedKey() {
    return sharedKey;
  }

  /** The same process as ever, untraced, which serves with files and processes of its own. */
  void unharmed() throws Exception {
    assertThat(Eventually.alive(pid)).as("the neighbour lives").isTrue();
    assertThat(startTime()).isEqualTo(startedAt);
    assertThat(Files.readString(Path.of("/proc/" + pid + "/status"))).contains("TracerPid:\t0");
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      assertThat(new String(socket.getInputStream().readAllBytes()))
          .as("the neighbour serves")
          .isEqualTo("here: " + secret + "\n");
    }
  }

  private String startTime() throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')')).split(" ")[20];
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
