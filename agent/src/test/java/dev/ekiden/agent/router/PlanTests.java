package dev.ekiden.agent.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.RouteTable;
import dev.ekiden.core.wire.RouteTable.Backend;
import dev.ekiden.core.wire.RouteTable.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class PlanTests {
  private static final String SHAPE = "0123456789abcdef";
  private static final IntFunction<String> SAME = _ -> SHAPE;
  private static final String HOSTS = " " + Shape.path(SHAPE, Shape.HOSTS) + " ";
  private static final String PATHS = " " + Shape.path(SHAPE, Shape.PATHS) + " ";
  private static final String APPS = " " + Shape.path(SHAPE, Shape.APPS) + " ";
  private static final String LIST = " " + Shape.path(SHAPE, Shape.CERTIFICATES) + " ";
  private static final String FIRST = "slot-00001";
  private static final String SECOND = "slot-00002";

  private int slots = 4;
  private final TreeMap<String, SortedMap<String, Boolean>> servers = new TreeMap<>();
  private final TreeMap<String, String> addresses = new TreeMap<>();
  private final TreeMap<String, String> apps = new TreeMap<>();
  private final TreeMap<String, String> certificates = new TreeMap<>();
  private final TreeSet<String> listed = new TreeSet<>();
  private final TreeSet<String> transactions = new TreeSet<>();
  private final TreeMap<String, String> wantedCertificates = new TreeMap<>();
  private final TreeSet<String> rested = new TreeSet<>();

  private static Route web(String... instances) {
    var backends = Arrays.stream(instances).map(i -> new Backend(i, "10.0.0.1", 80)).toList();
    return new Route("/shop/web", "web.test", "/", backends);
  }

  private static String server(String instance) {
    return Names.server(instance, "10.0.0.1:80");
  }

  private Seen.Up seen() {
    return new Seen.Up(
        SHAPE,
        42,
        Slots.names(slots),
        servers,
        addresses,
        apps,
        certificates,
        listed,
        transactions);
  }

  /** HAProxy has this route in this slot, with one server that is ready. */
  private void bound(String slot, String app, String address, String instance) {
    apps.put(slot, app);
    addresses.put(address, slot);
    servers.put(slot, new TreeMap<>());
    servers.get(slot).put(server(instance), true);
  }

  private Target target(Route... routes) {
    var wanted = Wanted.of(new RouteTable(1, 1, List.of(routes)));
    return new Target(wanted, wantedCertificates, rested);
  }

  private List<String> commands(Route... routes) {
    return ((Plan.Commands) Plan.of(seen(), target(routes), SAME)).lines();
  }

  @Test
  void starts_what_is_down_and_reloads_only_where_the_shape_differs() {
    assertThat(Plan.of(new Seen.Down(), target(web("a")), SAME)).isInstanceOf(Plan.Start.class);
    assertThat(Plan.of(new Seen.Mute(), target(web("a")), SAME)).isInstanceOf(Plan.Reload.class);
    assertThat(Plan.of(seen(), target(web("a")), _ -> "x")).isInstanceOf(Plan.Reload.class);
    assertThat(Plan.of(seen(), target(web("a")), SAME)).isInstanceOf(Plan.Commands.class);
  }

  @Test
  void does_nothing_when_all_is_as_it_should_be() {
    bound(SECOND, "shop/web", "web.test", "a");
    wantedCertificates.put("x.pem", "AB");
    certificates.put("certs/x.pem", "AB");
    listed.add("certs/x.pem");
    assertThat(commands(web("a"))).isEmpty();
  }

  @Test
  void a_route_can_be_found_only_once_all_in_its_slot_is_right() {
    bound(FIRST, "shop/api", "api.test", "z");
    apps.put("slot-00003", "old"); // still at rest
    var a = SECOND + "/" + server("a");
    var api = new Route("/shop/api", "api.test", "/", List.of(new Backend("z", "10.0.0.1", 80)));
    assertThat(commands(api, web("a")))
        .containsExactly(
            "add map" + APPS + SECOND + " shop/web",
            "add server " + a + " 10.0.0.1:80",
            "set server " + a + " state ready",
            "add map" + HOSTS + "web.test " + SECOND);
  }

  @Test
  void a_route_leaves_address_first_and_its_slot_is_blank_only_after_a_rest() {
    bound(FIRST, "shop/web", "web.test", "a");
    var a = FIRST + "/" + server("a");
    assertThat(commands())
        .containsExactly(
            "del map" + HOSTS + "web.test", "set server " + a + " state maint", "del server " + a);
    addresses.clear();
    servers.get(FIRST).put(server("a"), false); // connections are still attached
    rested.add(FIRST); // not yet: it has a server
    assertThat(commands()).containsExactly("del server " + a);
    servers.clear();
    assertThat(seen().resting()).containsExactly(FIRST);
    assertThat(seen().blank()).doesNotContain(FIRST);
    assertThat(commands()).containsExactly("del map" + APPS + FIRST);
    rested.clear();
    assertThat(commands()).isEmpty();
  }

  @Test
  void an_address_that_goes_to_another_app_turns_in_one_step() {
    bound(FIRST, "shop/old", "web.test", "a");
    assertThat(commands(web("b")))
        .containsSubsequence(
            "add map" + APPS + SECOND + " shop/web",
            "set map" + HOSTS + "web.test " + SECOND,
            "set server " + FIRST + "/" + server("a") + " state maint")
        .doesNotContain("del map" + HOSTS + "web.test");
  }

  @Test
  void a_semicolon_in_a_path_does_not_end_the_command() {
    var route = new Route("/shop/web", "web.test", "/a;b/", List.of());
    assertThat(commands(route)).contains("add map" + PATHS + "web.test/a\\;b/ " + FIRST);
  }

  @Test
  void lets_one_instance_in_before_it_lets_another_out() {
    bound(FIRST, "shop/web", "web.test", "a");
    var a = FIRST + "/" + server("a");
    var b = FIRST + "/" + server("b");
    assertThat(commands(web("b")))
        .containsExactly(
            "add server " + b + " 10.0.0.1:80",
            "set server " + b + " state ready",
            "set server " + a + " state maint",
            "del server " + a);
  }

  @Test
  void takes_a_server_back_that_was_on_its_way_out() {
    bound(FIRST, "shop/web", "web.test", "a");
    servers.get(FIRST).put(server("a"), false);
    assertThat(commands(web("a")))
        .containsExactly("set server " + FIRST + "/" + server("a") + " state ready");
    assertThat(commands(web())).containsExactly("del server " + FIRST + "/" + server("a"));
  }

  @Test
  void an_instance_at_another_address_is_another_server() {
    bound(FIRST, "shop/web", "web.test", "a");
    var moved = new Route("/shop/web", "web.test", "/", List.of(new Backend("a", "10.0.0.2", 80)));
    assertThat(commands(moved)).hasSize(4);
  }

  @Test
  void certificates_come_first_and_leave_last() {
    wantedCertificates.put("new.pem", "AA");
    wantedCertificates.put("renewed.pem", "BB");
    certificates.put("certs/renewed.pem", "OLD");
    certificates.put("certs/gone.pem", "CC");
    listed.addAll(List.of("certs/renewed.pem", "certs/gone.pem"));
    assertThat(commands(web()))
        .containsExactly(
            "new ssl cert certs/new.pem",
            "set ssl cert certs/new.pem <<",
            "commit ssl cert certs/new.pem",
            "add ssl crt-list" + LIST + "certs/new.pem",
            "set ssl cert certs/renewed.pem <<",
            "commit ssl cert certs/renewed.pem",
            "add map" + APPS + FIRST + " shop/web",
            "add map" + HOSTS + "web.test " + FIRST,
            "del ssl crt-list" + LIST + "certs/gone.pem",
            "del ssl cert certs/gone.pem");
  }

  @Test
  void what_a_killed_router_left_half_done_is_finished() {
    apps.put(FIRST, "shop/web"); // no address yet: nobody knows for which route that was
    certificates.put("certs/x.pem", "");
    transactions.add("certs/x.pem");
    wantedCertificates.put("x.pem", "AB");
    assertThat(commands(web()))
        .containsExactly(
            "abort ssl cert certs/x.pem",
            "set ssl cert certs/x.pem <<",
            "commit ssl cert certs/x.pem",
            "add ssl crt-list" + LIST + "certs/x.pem",
            "add map" + APPS + SECOND + " shop/web",
            "add map" + HOSTS + "web.test " + SECOND);
  }

  @Test
  void slots_grow_by_a_reload_when_nearly_used_up_and_not_for_those_at_rest() {
    slots = Slots.LEAST;
    var names = List.copyOf(Slots.names(slots));
    var routes = new ArrayList<Route>();
    for (var slot : names.subList(0, 239)) {
      bound(slot, "p/" + slot, slot + ".test", "a");
      routes.add(new Route("/p/" + slot, slot + ".test", "/", List.of()));
    }
    names.subList(240, 250).forEach(slot -> apps.put(slot, "at/rest"));
    routes.add(web());
    assertThat(Plan.of(seen(), target(routes.toArray(Route[]::new)), SAME))
        .isInstanceOf(Plan.Commands.class);
    routes.add(new Route("/one/more", "more.test", "/", List.of()));
    var plan = Plan.of(seen(), target(routes.toArray(Route[]::new)), SAME);
    assertThat(plan).isInstanceOf(Plan.Reload.class);
    assertThat(plan.placement().slots()).isEqualTo(2 * Slots.LEAST);
    assertThat(plan.placement().sites()).hasSize(241);
  }

  @Test
  void there_is_always_plenty_free_after_a_start() {
    for (int routes = 0; routes <= Wanted.MOST_ROUTES; routes++) {
      var slots = Slots.enoughFor(routes);
      assertThat(slots - routes).isGreaterThanOrEqualTo(Math.max(85, routes / 2));
      assertThat(Slots.areNearlyUsedUp(routes, slots)).isFalse();
      assertThat(Integer.bitCount(slots)).isEqualTo(1);
    }
    assertThat(Slots.enoughFor(Slots.LEAST)).isGreaterThan(Slots.LEAST);
  }
}
