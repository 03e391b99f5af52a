package dev.ekiden.agent.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With answers that HAProxy 2.6.12 gave. */
class SeenTests {
  private static final String DIR = "shapes/0123456789abcdef/";
  private static final Map<String, String> ANSWERS =
      Map.of(
          "show info",
          "Name: HAProxy\nPid: 42\ndescription: " + Shape.MARK + "0123456789abcdef\n\n",
          "show backend",
          "# name\nno-route\nslot-00001\nslot-00002\nslot-00003\n\n",
          "show map " + DIR + "hosts.map",
          "0x556025bba8f0 web.shop.test slot-00001\n\n",
          "show map " + DIR + "paths.map",
          "0x556025bba9e0 web.shop.test/a;b/ slot-00003\n\n",
          "show map " + DIR + "apps.map",
          "0x1 slot-00001 shop/web\n0x2 slot-00002 shop/gone\n0x3 slot-00003 shop/api\n\n",
          "show ssl crt-list " + DIR + "certs.list",
          "# shapes/0123456789abcdef/certs.list\ncerts/_default.pem\n\n",
          "show ssl cert",
          "# transaction\n*certs/x.pem\n# filename\ncerts/_default.pem\ncerts/x.pem\n\n",
          "show ssl cert certs/_default.pem",
          "Filename: certs/_default.pem\nStatus: Used\nSHA1 FingerPrint: D29F4F\n\n",
          "show ssl cert certs/x.pem",
          "Filename: certs/x.pem\nStatus: Empty\n\n",
          "show servers state",
          """
          1
          # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight
          5 slot-00001 1 a-1 10.0.0.1 2 0 1
          5 slot-00001 2 b-1 10.0.0.1 0 1 1

          """);

  @Test
  void reads_what_haproxy_says() throws IOException {
    var up = Seen.Up.read(line -> ANSWERS.getOrDefault(line, "Unknown command: " + line));
    assertThat(up.shape()).isEqualTo("0123456789abcdef");
    assertThat(up.worker()).isEqualTo(42);
    assertThat(up.slots()).containsExactly("slot-00001", "slot-00002", "slot-00003");
    assertThat(up.servers().get("slot-00001"))
        .containsEntry("a-1", true)
        .containsEntry("b-1", false);
    assertThat(up.addresses())
        .containsEntry("web.shop.test", "slot-00001")
        .containsEntry("web.shop.test/a;b/", "slot-00003");
    assertThat(up.resting()).containsExactly("slot-00002");
    assertThat(up.blank()).isEmpty();
    assertThat(up.certificates())
        .containsEntry("certs/_default.pem", "D29F4F")
        .containsEntry("certs/x.pem", "");
    assertThat(up.listed()).containsExactly("certs/_default.pem");
    assertThat(up.transactions()).containsExactly("certs/x.pem");
  }

  @Test
  void a_stranger_on_the_socket_is_not_haproxy() {
    assertThatThrownBy(() -> Seen.Up.read(_ -> "Unknown command"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
