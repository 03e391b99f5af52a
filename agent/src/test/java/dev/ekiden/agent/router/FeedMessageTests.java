package dev.ekiden.agent.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.core.wire.RouteTable;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedMessageTests {
  @Test
  void reads_a_table() {
    var json =
        """
        {"epoch":3,"seq":9,"later":1,"routes":[{"app":"/shop/web","host":"web.test","path":"/",
        "backends":[{"instance":"i","host":"127.0.0.1","port":31000}]}]}""";
    var backend = new RouteTable.Backend("i", "127.0.0.1", 31000);
    var route = new RouteTable.Route("/shop/web", "web.test", "/", List.of(backend));
    assertThat(FeedMessage.parse(json))
        .isEqualTo(new FeedMessage.Routes(new RouteTable(3, 9, List.of(route))));
  }

  @Test
  void reads_who_leads() {
    assertThat(FeedMessage.parse("{\"leader\":\"wss://localhost:9455/agent\"}"))
        .isEqualTo(new FeedMessage.Leader(URI.create("wss://localhost:9455")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"leader\":\"http://localhost:1\"}",
        "{\"epoch\":1,\"seq\":1}",
        "{\"epoch\":1,\"seq\":1,\"routes\":null}",
        "{\"epoch\":1,\"seq\":1,\"routes\":[null]}",
        "{\"epoch\":1,\"seq\":1,\"routes\":[{\"app\":null,\"host\":\"a\",\"path\":\"/\","
            + "\"backends\":[]}]}"
      })
  void anything_else_is_refused(String text) {
    assertThatThrownBy(() -> FeedMessage.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
