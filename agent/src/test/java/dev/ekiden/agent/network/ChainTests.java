package dev.ekiden.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Network;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainTests {
  private static final Chain CHAIN =
      new Chain(Subnet.parse("100.64.4.0/22").orElseThrow(), Path.of("/data/leases"));

  @Test
  void only_what_is_asked_for_is_made() {
    assertThat(CHAIN.links(new Network.Own(List.of(), 0, 0)))
        .extracting(Chain.Link::type)
        .containsExactly("loopback", "bridge", "firewall");
    var inside = new Network.Mapping(80, 0, "tcp");
    assertThat(CHAIN.links(new Network.Own(List.of(inside), 0, 5)))
        .extracting(Chain.Link::type)
        .containsExactly("loopback", "bridge", "firewall", "bandwidth");
  }

  @Test
  void host_ports_are_forwarded_and_ports_without_are_not() {
    var mappings =
        List.of(new Network.Mapping(80, 31_000, "tcp"), new Network.Mapping(81, 0, "udp"));
    var portmap = CHAIN.links(new Network.Own(mappings, 0, 0)).get(2);
    assertThat(portmap.config().path("runtimeConfig").toString())
        .isEqualTo(
            "{\"portMappings\":[{\"hostPort\":31000,\"containerPort\":80,\"protocol\":\"tcp\"}]}");
  }

  @Test
  void a_slow_network_still_lets_a_whole_packet_through() {
    var bandwidth = CHAIN.links(new Network.Own(List.of(), 1, 1000)).getLast().config();
    assertThat(bandwidth.path("runtimeConfig").toString())
        .isEqualTo(
            "{\"bandwidth\":{\"ingressRate\":1000000,\"ingressBurst\":524288,"
                + "\"egressRate\":1000000000,\"egressBurst\":20000000}}");
  }

  @Test
  void an_instance_has_a_name_that_cni_and_iptables_take() {
    assertThat(Networks.container("shop_web.instance-1")).isEqualTo("shop_web.instance-1");
    var odd = Networks.container("a+b");
    assertThat(odd).matches("[a-zA-Z0-9_.-]+").isNotEqualTo(Networks.container("a-b"));
    assertThat(Networks.container("x".repeat(200))).hasSizeLessThan(120);
  }
}
