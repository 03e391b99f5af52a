package dev.ekiden.api.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ekiden.api.Specs;
import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.HostPort;
import dev.ekiden.core.model.NetworkSpec;
import dev.ekiden.core.model.PortSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of instances' own as Marathon's definitions ask for them. */
class NetworkReaderTests {
  private static final String BRIDGE = "'networks':[{'mode':'container/bridge'}]";
  private static final String CONTAINER = "'networks':[{'mode':'container'}]";

  private static AppSpec read(String fields) {
    return Specs.app("/shop/web", fields);
  }

  private static PortSpec port(int containerPort, HostPort hostPort) {
    return new PortSpec(0, "tcp", "", new TreeMap<>(), containerPort, hostPort);
  }

  @Test
  void in_bridge_mode_a_port_has_a_host_port_unless_it_says_which() {
    var spec =
        read(
            BRIDGE
                + ",'requirePorts':true,'container':{'type':'MESOS','portMappings':["
                + "{'containerPort':80},{'containerPort':81,'hostPort':31000},"
                + "{'containerPort':0,'hostPort':0,'servicePort':10005,'name':'x',"
                + "'protocol':'udp','labels':{'a':'b'}}]}");
    assertThat(spec.network()).isEqualTo(new NetworkSpec.Bridge(new TreeMap<>()));
    assertThat(spec.requirePorts()).isFalse();
    assertThat(spec.ports())
        .containsExactly(
            port(80, new HostPort.Any()),
            port(81, new HostPort.Fixed(31_000)),
            new PortSpec(
                10_005, "udp", "x", new TreeMap<>(Map.of("a", "b")), 0, new HostPort.Any()));
  }

  @Test
  void in_container_mode_a_port_has_none_unless_it_asks_for_one() {
    var spec =
        read(
            CONTAINER
                + ",'container':{'portMappings':[{'containerPort':80},"
                + "{'containerPort':81,'hostPort':0,'networkNames':['ekiden']}]}");
    assertThat(spec.network()).isEqualTo(new NetworkSpec.Container("ekiden", new TreeMap<>()));
    assertThat(spec.ports())
        .containsExactly(port(80, new HostPort.None()), port(81, new HostPort.Any()));
  }

  @Test
  void without_mappings_there_are_no_ports() {
    assertThat(read(BRIDGE).ports()).isEmpty();
  }

  @Test
  void the_old_address_of_its_own_is_rewritten() {
    var spec =
        read(
            "'ipAddress':{'networkName':'ekiden','groups':['g'],'labels':{'k':'v'},"
                + "'discovery':{'ports':[{'number':80,'name':'http','protocol':'tcp'}]}}");
    assertThat(spec.network())
        .isEqualTo(new NetworkSpec.Container("ekiden", new TreeMap<>(Map.of("k", "v"))));
    assertThat(spec.ports())
        .containsExactly(new PortSpec(0, "tcp", "http", new TreeMap<>(), 80, new HostPort.None()));
    assertThat(AppWriter.write(spec, List.of(10_000)).has("ipAddress")).isFalse();
  }

  @Test
  void it_is_shown_as_it_was_given() {
    var spec =
        read(
            "'networks':[{'mode':'container','labels':{'EKIDEN_INGRESS_MBIT':'5'}}],"
                + "'container':{'portMappings':[{'containerPort':80},"
                + "{'containerPort':81,'hostPort':31000}]}");
    var shown = AppWriter.write(spec, List.of(10_000, 10_001));
    assertThat(shown.get("networks"))
        .isEqualTo(
            Specs.json(
                    "{'n':[{'mode':'container','name':'ekiden',"
                        + "'labels':{'EKIDEN_INGRESS_MBIT':'5'}}]}")
                .get("n"));
    assertThat(shown.get("container"))
        .isEqualTo(
            Specs.json(
                "{'type':'MESOS','volumes':[],'portMappings':["
                    + "{'containerPort':80,'servicePort':10000,'protocol':'tcp','labels':{}},"
                    + "{'containerPort':81,'hostPort':31000,'servicePort':10001,"
                    + "'protocol':'tcp','labels':{}}]}"));
    assertThat(shown.has("portDefinitions")).isFalse();
    assertThat(AppWriter.write(read(""), List.of()).has("container")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'container':{'portMappings':[{}]} | : portMappings are not allowed with host-networking
          'networks':[{'mode':'container/bridge'}],'portDefinitions':[{}] | : portDefinitions are only allowed with host-networking
          'networks':[{'mode':'container/bridge'}],'ports':[0] | : portDefinitions are only allowed with host-networking
          'networks':[{'mode':'host','name':'x'}] | /networks: Host networks may not have names or labels
          'networks':[{'mode':'host','labels':{'a':'b'}}] | /networks: Host networks may not have names or labels
          'networks':[{'mode':'container/bridge','name':'x'}] | /networks: Bridge networks may not have names
          'networks':[{'mode':'overlay'}] | /networks/0/mode: must be host, container/bridge or container, not overlay
          'networks':[{'mode':'host'},{'mode':'container/bridge'}] | /networks: May specify a single host network, single bridge network, or else 1-to-n container networks
          'networks':[{'mode':'container'},{'mode':'container'}] | /networks: more than one container network is not supported yet: there is only ekiden
          'networks':[{'mode':'container','name':'dcos'}] | /networks/0/name: there is no network dcos: the only one is ekiden
          'networks':[{'mode':'container'}],'ipAddress':{'labels':{}} | : must not specify both networks and ipAddress
          'ipAddress':{'labels':{}},'portDefinitions':[{}] | : cannot specify both an IP address and port
          'networks':[{'mode':'container','labels':{'EKIDEN_EGRESS_MBIT':'0'}}] | /networks/0/labels/EKIDEN_EGRESS_MBIT: must be a whole number of Mbit/s from 1 to 100000
          'networks':[{'mode':'container','labels':{'EKIDEN_INGRESS_MBIT':'fast'}}] | /networks/0/labels/EKIDEN_INGRESS_MBIT: must be a whole number of Mbit/s from 1 to 100000
          'container':{'docker':{'image':'nginx'}} | /container/docker: is not supported yet: instances run the machine's own programs, not images
          'container':{'type':'DOCKER'} | /container/type: DOCKER needs an image, which is not supported yet: use MESOS
          'container':{'type':'VM'} | /container/type: must be MESOS or DOCKER
          'container':{'volumes':[{}]} | /container/volumes: is not supported yet
          'container':{'linuxInfo':{'seccomp':{}}} | /container/linuxInfo: is not supported yet
          """)
  void what_does_not_go_together_is_said(String fields, String fault) {
    assertThat(faults(fields)).containsExactly(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'containerPort':65536} | 0/containerPort: must be from 0 to 65535: 65536
          {'hostPort':-1} | 0/hostPort: must be from 0 to 65535: -1
          {'protocol':'sctp'} | 0/protocol: must be tcp, udp or udp,tcp
          {'name':'A'} | 0/name: must be lower-case letters, digits and inner dashes
          {'networkNames':['x']} | 0/networkNames: may only name the app's network: ekiden
          {'hostPort':80},{'hostPort':80} | 1/hostPort: is used twice: 80
          {'name':'a'},{'name':'a'} | 1/name: is used twice: a
          {'servicePort':5},{'servicePort':5} | 1/servicePort: is used twice: 5
          """)
  void a_wrong_mapping_is_named(String mappings, String fault) {
    assertThat(faults(BRIDGE + ",'container':{'portMappings':[" + mappings + "]}"))
        .containsExactly("/container/portMappings/" + fault);
  }

  @Test
  void a_route_that_leads_nowhere_is_refused() {
    var mapped =
        ",'labels':{'HAPROXY_0_VHOST':'a.example.org'},"
            + "'container':{'portMappings':[{'containerPort':80%s}]}";
    assertThat(faults(CONTAINER + mapped.formatted("")))
        .containsExactly(
            "/labels/HAPROXY_0_VHOST: port 0 has no hostPort, so only its own machine reaches it:"
                + " give it hostPort 0");
    assertThat(read(CONTAINER + mapped.formatted(",'hostPort':0")).ports()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'container':{'type':'MESOS'}",
        "'container':{'type':'MESOS','volumes':[],'portMappings':[]}",
        "'networks':[{'mode':'container/bridge'}],'portDefinitions':[]",
      })
  void what_says_nothing_is_passed_over(String fields) {
    assertThat(read(fields).ports()).hasSizeLessThan(2);
  }

  private static List<String> faults(String fields) {
    var problem = catchThrowableOfType(ApiProblem.class, () -> read(fields));
    return problem.violations().stream()
        .map(violation -> violation.path() + ": " + violation.message())
        .toList();
  }
}
