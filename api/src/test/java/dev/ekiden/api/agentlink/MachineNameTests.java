package dev.ekiden.api.agentlink;

import static org.assertj.core.api.Assertions.assertThat;

import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificates open the side door, and as what. */
class MachineNameTests {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CN=agent-1,OU=agents,O=Ekiden   | agent-1 | false
          O=Ekiden,OU=agents,CN=agent-1   | agent-1 | false
          CN=router,OU=routers            | router  | true
          CN="a, OU=routers",OU=agents    | a, OU=routers | false
          """)
  void common_name_and_unit_say_who_and_what(String subject, String name, boolean router) {
    var machine = MachineName.of(new X500Principal(subject));
    assertThat(machine).contains(new MachineName(name, router));
    assertThat(machine.orElseThrow().getName()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=agent-1",
        "OU=agents",
        "CN=localhost,OU=servers",
        "CN=agent-1,OU=Agents",
        "CN=agent-1,OU=agents2",
        "CN=agents,O=agents",
        "CN=\"x,OU=agents\"",
        "O=Ekiden",
        "",
      })
  void any_other_certificate_opens_nothing(String subject) {
    assertThat(MachineName.of(new X500Principal(subject))).isEmpty();
  }
}
