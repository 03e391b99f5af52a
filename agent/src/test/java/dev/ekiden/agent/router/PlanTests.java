package dev.ekiden.agent.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.core.wire.RouteTable;
import dev.ekiden.core.wire.RouteTable.Backend;
import dev.ekiden.core.wire.RouteTable.Route;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTests {
  private static final String SHAPE = "0123456789abcdef";

  private static Wanted wanted(String... instances) {
    var backends = Arrays.stream(instances).map(i -> new Backend(i, "10.0.0.1", 80)).toList();
    var route = new Route("/shop/web", "web.test", "/", backends);
    return Wanted.of(new RouteTable(1, 1, List.of(route)));
  }

  private static String pool() {
    return wanted().pools().getFirst().name();
  }

  private static String server(String instance) {
    return Names.server(instance, "10.0.0.1:80");
  }

  /** What HAProxy 2.6 says; each server is a name and its admin state. */
  private static Seen.Up seen(String... servers) {
    var answer =
        new StringBuilder("Name: HAProxy\nPid: 42\ndescription: " + Shape.MARK + SHAPE + "\n\n");
    answer.append("# name\nno-route\n").append(pool()).append("\n\n1\n");
    answer.append("# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state x\n");
    for (int i = 0; i < servers.length; i += 2) {
      answer.append("5 " + pool() + " 1 " + servers[i] + " 10.0.0.1 2 " + servers[i + 1] + " 1\n");
    }
    return Seen.Up.parse(answer + "\n");
  }

  private static List<String> commands(Seen seen, Wanted wanted) {
    return ((Plan.Commands) Plan.of(seen, wanted, SHAPE)).lines();
  }

  @Test
  void reads_what_haproxy_says() {
    var up = seen("a", "0", "b", "1");
    assertThat(up.shape()).isEqualTo(SHAPE);
    assertThat(up.worker()).isEqualTo(42);
    assertThat(up.pools()).containsExactly("no-route", pool());
    assertThat(up.servers().get(pool())).containsEntry("a", true).containsEntry("b", false);
    assertThatThrownBy(() -> Seen.Up.parse("Unknown command"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void starts_what_is_down_and_reloads_only_where_the_shape_differs() {
    assertThat(Plan.of(new Seen.Down(), wanted("a"), SHAPE)).isEqualTo(new Plan.Start());
    assertThat(Plan.of(new Seen.Mute(), wanted("a"), SHAPE)).isEqualTo(new Plan.Reload());
    assertThat(Plan.of(seen(), wanted("a"), "other")).isEqualTo(new Plan.Reload());
    assertThat(Plan.of(seen(), wanted("a"), SHAPE)).isInstanceOf(Plan.Commands.class);
  }

  @Test
  void does_nothing_when_all_is_as_it_should_be() {
    assertThat(commands(seen(server("a"), "0"), wanted("a"))).isEmpty();
  }

  @Test
  void lets_one_in_before_it_lets_another_out() {
    var a = pool() + "/" + server("a");
    var b = pool() + "/" + server("b");
    assertThat(commands(seen(server("a"), "0"), wanted("b")))
        .containsExactly(
            "add server " + b + " 10.0.0.1:80",
            "set server " + b + " state ready",
            "set server " + a + " state maint",
            "del server " + a);
  }

  @Test
  void asks_again_to_delete_a_server_that_still_had_connections() {
    assertThat(commands(seen(server("a"), "1"), wanted()))
        .containsExactly("del server " + pool() + "/" + server("a"));
  }

  @Test
  void takes_a_server_back_that_was_on_its_way_out() {
    assertThat(commands(seen(server("a"), "1"), wanted("a")))
        .containsExactly("set server " + pool() + "/" + server("a") + " state ready");
  }

  @Test
  void an_instance_at_another_address_is_another_server() {
    var moved = Names.server("a", "10.0.0.2:80");
    assertThat(commands(seen(moved, "0"), wanted("a"))).hasSize(4);
  }
}
