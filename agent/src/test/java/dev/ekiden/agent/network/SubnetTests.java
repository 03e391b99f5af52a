package dev.ekiden.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTests {
  @Test
  void agents_with_ports_of_their_own_have_subnets_of_their_own() {
    assertThat(Subnet.forPorts(31_000)).hasToString("100.94.68.0/22");
    var names = new TreeSet<String>();
    for (int port = 0; port < 65_536; port += 16) {
      var subnet = Subnet.forPorts(port);
      assertThat(subnet.toString()).matches("100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*");
      names.add(subnet.bridge());
    }
    assertThat(names).hasSize(4096).allMatch(name -> name.length() <= 15);
  }

  @Test
  void what_is_written_is_read() {
    assertThat(Subnet.parse(" 100.64.4.0/22 ").orElseThrow()).hasToString("100.64.4.0/22");
    assertThat(Subnet.parse("10.0.0.0/16")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "100.64.4.1/22", "100.64.4.0/30", "10.0.0.0/8", "256.0.0.0/24", "::/64"})
  void what_is_no_subnet_is_refused(String text) {
    assertThat(Subnet.parse(text)).isEmpty();
  }
}
