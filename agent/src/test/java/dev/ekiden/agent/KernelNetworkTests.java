package dev.ekiden.agent;

import static dev.ekiden.agent.Networked.ask;
import static dev.ekiden.agent.Networked.serving;
import static dev.ekiden.agent.Networked.shell;
import static dev.ekiden.agent.Networked.tcp;
import static dev.ekiden.agent.Networked.traces;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Check;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Network;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Networks of instances' own by what they do, with real CNI plugins and iptables. Needs root. */
@Tag("kernel")
class KernelNetworkTests extends OneAgent {
  private static final int PORT = 31_000;
  private static final Check.Rhythm OFTEN = new Check.Rhythm(0, 100, 20_000, 1);

  private Report.Running run(Order.Run order) {
    master.send(order);
    return running(order.instance());
  }

  private Report.Running running(String id) {
    return master.await(Report.Running.class, it -> it.instance().equals(id));
  }

  /** What an instance with a network of its own writes into the file {@code out}, once whole. */
  private List<String> output(String id, String command, Network network) throws Exception {
    var script = "{ %s\n} > part 2>&1; mv part out; sleep 1000".formatted(Networked.ASK + command);
    run(AgentProcess.run(id, script).with(network));
    var out = agent.data().resolve("instances").resolve(id).resolve("sandbox/out");
    Eventually.holds(() -> Files.exists(out));
    return Files.readAllLines(out);
  }

  private static Network own(Network.Mapping... mappings) {
    return new Network.Own(List.of(mappings), 0, 0);
  }

  @Test
  void it_has_a_namespace_and_an_address_and_is_reached_at_its_host_port() throws Exception {
    assertThat(master.await(Report.Hello.class, _ -> true).speaks()).contains(Dialect.OWN_NETWORKS);
    var running = run(serving("web", 80, tcp(80, PORT)));
    assertThat(running.address()).startsWith("100.94.68.");
    assertThat(Files.readSymbolicLink(Path.of("/proc/" + running.pid() + "/ns/net")))
        .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/net")));
    Eventually.holds(() -> ask("127.0.0.1", PORT).equals("web"));
    assertThat(ask("127.0.0.1", 80)).isEqualTo("none");
  }

  @Test
  void two_may_listen_at_the_same_port() throws Exception {
    run(serving("one", 80, tcp(80, PORT)));
    run(serving("two", 80, tcp(80, PORT + 1)));
    Eventually.holds(() -> ask("127.0.0.1", PORT).equals("one"));
    Eventually.holds(() -> ask("127.0.0.1", PORT + 1).equals("two"));
  }

  @Test
  void another_machine_reaches_host_ports_and_no_addresses() throws Exception {
    var address = run(serving("web", 80, tcp(80, PORT))).address();
    var away = "ek-away-" + name.substring(5);
    shell(
        """
        ip netns add %1$s
        ip link add ekt0 type veth peer name ekt1 netns %1$s
        ip addr add 100.127.254.1/30 dev ekt0; ip link set ekt0 up
        ip -n %1$s addr add 100.127.254.2/30 dev ekt1; ip -n %1$s link set ekt1 up
        ip -n %1$s route add default via 100.127.254.1
        """
            .formatted(away));
    try {
      var script = Files.writeString(agent.data().resolve("ask"), Networked.ASK);
      var from =
          "cd %s && nsenter --net=/run/netns/%s sh -c '. ./ask; ask %%s %%d'"
              .formatted(script.getParent(), away);
      Eventually.holds(() -> shell(from.formatted("100.127.254.1", PORT)).equals("web"));
      assertThat(shell(from.formatted(address, 80))).isEqualTo("none");
    } finally {
      shell("ip netns delete %s; ip link delete ekt0".formatted(away));
    }
  }

  @Test
  void it_knows_its_own_name_and_asks_nobody_on_loopback() throws Exception {
    var lines =
        output(
            "names",
            "hostname; getent hosts $(hostname); getent ahostsv4 localhost | head -n 1;"
                + " grep -c 'nameserver 127' /etc/resolv.conf",
            own());
    assertThat(lines.get(0)).isEqualTo("names");
    assertThat(lines.get(1)).matches(running("names").address() + "\\s+names");
    assertThat(lines.get(2)).startsWith("127.0.0.1");
    assertThat(lines.get(3)).isEqualTo("0");
  }

  @Test
  void it_does_not_reach_the_machines_loopback_nor_neighbours_but_by_host_ports() throws Exception {
    var neighbour = run(serving("web", 80, tcp(80, PORT))).address();
    Eventually.holds(() -> ask("127.0.0.1", PORT).equals("web"));
    try (var server = Networked.machine()) {
      var gateway = "100.94.68.1";
      var probe =
          """
          ask 127.0.0.1 %1$d; ask %2$s %1$d
          ask %3$s 80
          ask %2$s %4$d
          """
              .formatted(server.getLocalPort(), gateway, neighbour, PORT);
      assertThat(output("prober", probe, own())).containsExactly("none", "none", "none", "web");
      var shared = "ask %s 80; ask 127.0.0.1 %d".formatted(neighbour, PORT);
      assertThat(output("shared", shared, new Network.Host())).containsExactly("none", "web");
    }
  }

  @Test
  void a_way_round_by_route_localnet_is_closed() throws Exception {
    run(serving("web", 80, tcp(80, PORT)));
    try (var server = Networked.machine()) {
      var namespace = agent.data().resolve("networks/web/ns");
      // As only root could: 127.0.0.1 is sent to the machine.
      var script =
          Files.writeString(
              agent.data().resolve("round"),
              Networked.ASK
                  + """
                  ip addr del 127.0.0.1/8 dev lo
                  echo 1 > /proc/sys/net/ipv4/conf/eth0/route_localnet
                  ip route add 127.0.0.1 via 100.94.68.1 src $1
                  ask 127.0.0.1 %d
                  """
                      .formatted(server.getLocalPort()));
      var round =
          "nsenter --net=%s sh %s %s".formatted(namespace, script, running("web").address());
      assertThat(shell(round)).endsWith("none");
    }
  }

  @Test
  void nothing_is_left_when_it_ends_and_no_bridge_when_the_agent_is_told_to_stop()
      throws Exception {
    run(serving("web", 80, tcp(80, PORT)));
    assertThat(traces(agent)).isNotEmpty();
    master.send(new Order.Kill(1, "web", 0, ""));
    master.await(Report.Ended.class, it -> it.instance().equals("web"));
    Eventually.holds(() -> traces(agent).isEmpty());
    assertThat(shell("ip -o link show " + Networked.BRIDGE)).contains(Networked.BRIDGE);
    agent.kill();
    agent.stopAll();
    assertThat(shell("ip -o link; iptables-save").toLowerCase(Locale.ROOT))
        .doesNotContain(Networked.BRIDGE);
  }

  @Test
  void it_is_reached_while_its_agent_is_dead_and_after() throws Exception {
    run(serving("web", 80, tcp(80, PORT)));
    Eventually.holds(() -> ask("127.0.0.1", PORT).equals("web"));
    agent.kill();
    assertThat(ask("127.0.0.1", PORT)).isEqualTo("web");
    master.forgetReports();
    agent.start();
    master.await(Report.Hello.class, hello -> !hello.instances().isEmpty());
    assertThat(ask("127.0.0.1", PORT)).isEqualTo("web");
    master.send(new Order.Kill(1, "web", 0, ""));
    Eventually.holds(() -> traces(agent).isEmpty());
  }

  @Test
  void what_nobody_knows_is_removed_at_the_next_start() throws Exception {
    var pid = run(serving("web", 80, tcp(80, PORT))).pid();
    agent.kill();
    shell("umount %1$s/instances/web/sandbox; rm -r %1$s/instances/web".formatted(agent.data()));
    master.forgetReports();
    agent.start();
    master.await(Report.Hello.class, hello -> hello.instances().isEmpty());
    Eventually.holds(() -> traces(agent).isEmpty() && !Eventually.alive(pid));
  }

  @Test
  void its_checks_reach_it_where_it_listens() {
    var checks = List.<Check>of(new Check.Http(false, 80, "/", OFTEN), new Check.Tcp(80, OFTEN));
    var order =
        AgentProcess.run(
            "web", Networked.SERVE.formatted("web", 80), new Limits(100, 64, 0), List.of(), checks);
    master.send(order.with(own()));
    master.await(Report.Health.class, Report.Health::healthy);
    master.send(
        AgentProcess.run(
                "mute",
                "exec sleep 1000",
                new Limits(100, 64, 0),
                List.of(),
                List.of(new Check.Tcp(80, OFTEN)))
            .with(own()));
    // The other may have been asked before it listened; it has been well since.
    master.await(Report.Health.class, it -> it.instance().equals("mute") && !it.healthy());
    assertThat(master.reports())
        .filteredOn(it -> it instanceof Report.Health health && health.instance().equals("web"))
        .last()
        .matches(it -> ((Report.Health) it).healthy());
  }

  @Test
  void what_it_sends_is_limited() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getByName("0.0.0.0"))) {
      server.setSoTimeout((int) Eventually.LONGEST.toMillis());
      run(
          AgentProcess.run(
                  "sender",
                  """
                  exec perl -MIO::Socket::INET -e '
                    my $s = IO::Socket::INET->new(PeerAddr => "100.94.68.1", PeerPort => $ARGV[0]);
                    print $s "x" x 1000 for 1 .. 2000;
                    close $s;
                    sleep 1000' %d
                  """
                      .formatted(server.getLocalPort()))
              .with(new Network.Own(List.of(), 0, 8)));
      try (var socket = server.accept()) {
        var began = System.nanoTime();
        assertThat(socket.getInputStream().readAllBytes()).hasSize(2_000_000);
        // 16 Mbit at 8 Mbit/s take two seconds, less what a burst lets through at once; a busy
        // machine takes longer, none takes less.
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .isGreaterThan(Duration.ofSeconds(1));
      }
    }
  }

  @Test
  void a_plugin_that_fails_is_the_reason_and_leaves_nothing() throws Exception {
    run(serving("web", 80, tcp(80, PORT)));
    // A host port cannot be forwarded to a port that is none.
    master.send(serving("odd", 80, tcp(70_000, PORT + 1)));
    var ended = master.await(Report.Ended.class, it -> it.instance().equals("odd"));
    assertThat(ended.cause()).isEqualTo(EndCause.START_FAILED);
    assertThat(ended.detail()).contains("CNI plugin portmap");
    Eventually.holds(() -> traces(agent).stream().noneMatch(it -> it.contains("odd")));
    Eventually.holds(() -> ask("127.0.0.1", PORT).equals("web"));
  }
}
