package dev.ekiden.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ekiden.core.wire.Network;
import dev.ekiden.core.wire.Order;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Instances with networks of their own, what they do there, and what is left of them. */
final class Networked {
  /** Of an agent with ports from 31000. */
  static final String BRIDGE = "ek-645e4400";

  /** Answers each connection with its name. */
  static final String SERVE =
      """
      exec perl -MIO::Socket::INET -e '
        my $s = IO::Socket::INET->new(LocalPort => $ARGV[1], Listen => 9, ReuseAddr => 1) or die $@;
        while (my $c = $s->accept) {
          my $line = <$c>;
          print $c "HTTP/1.0 200 OK\\r\\n\\r\\n$ARGV[0]\\n";
          close $c;
        }' %s %d
      """;

  /** A function of the shell that says what an address answers, or {@code none}. */
  static final String ASK =
      """
      ask() {
        perl -MIO::Socket::INET -e '
          my $s = IO::Socket::INET->new(PeerAddr => $ARGV[0], PeerPort => $ARGV[1], Timeout => 5);
          if (!$s) { print "none\\n"; exit }
          print $s "GET / HTTP/1.0\\r\\n\\r\\n";
          my @lines = <$s>;
          print $lines[-1]' "$1" "$2"
      }
      """;

  private Networked() {}

  static Order.Run serving(String id, int port, Network.Mapping... mappings) {
    return AgentProcess.run(id, SERVE.formatted(id, port))
        .with(new Network.Own(List.of(mappings), 0, 0));
  }

  static Network.Mapping tcp(int containerPort, int hostPort) {
    return new Network.Mapping(containerPort, hostPort, "tcp");
  }

  /** Says {@code machine} to whoever reaches the machine's loopback. */
  static ServerSocket machine() throws IOException {
    var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try (var socket = server.accept()) {
                  socket.getOutputStream().write("machine\n".getBytes(UTF_8));
                } catch (IOException _) {
                  // Closed, or they went away.
                }
              }
            });
    return server;
  }

  /** What is said there; {@code none} if nobody listens. */
  static String ask(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 5000);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
      var said = new String(socket.getInputStream().readAllBytes(), UTF_8).strip();
      return said.substring(said.lastIndexOf('\n') + 1);
    } catch (IOException _) {
      return "none";
    }
  }

  static String shell(String line) throws IOException, InterruptedException {
    var process = new ProcessBuilder("/bin/sh", "-c", line).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    process.waitFor();
    return said;
  }

  /** Everything that networks of the agent's instances are made of and that is there. */
  static List<String> traces(AgentProcess agent) throws Exception {
    var found = new ArrayList<String>();
    shell("ip -o link show type veth")
        .lines()
        .filter(it -> it.contains(BRIDGE))
        .forEach(found::add);
    shell("ip -o link show type ifb")
        .lines()
        .filter(it -> it.contains(": bwp"))
        .forEach(found::add);
    shell("iptables-save")
        .lines()
        .filter(it -> it.contains("100.94.68.") || it.contains(BRIDGE + "\\\""))
        .forEach(found::add);
    Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .filter(it -> it.contains(agent.data() + "/networks"))
        .forEach(found::add);
    for (var place : List.of("networks", "leases/" + BRIDGE)) {
      try (var files = Files.list(agent.data().resolve(place))) {
        files
            .map(Path::toString)
            .filter(it -> !it.endsWith("lock") && !it.contains("last_reserved_ip"))
            .forEach(found::add);
      } catch (IOException _) {
        // Not there: none was ever made.
      }
    }
    return found;
  }
}
