package dev.ekiden.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Every message between masters and agents survives JSON; the golden forms are in WireTests. */
class WireFormTests {
  private final JsonMapper mapper = new JsonMapper();

  static List<Order> orders() {
    return List.of(
        new Order.Welcome(7, "master-1", 2000, List.of("lists")),
        new Order.Redirect("wss://localhost:9455/agent"),
        new Order.Invite(8),
        new Order.Resize(7, "i", new Limits(500, 256, 64, 1000, 512)),
        new Order.Run(
            7,
            "shop_web.instance-1",
            "/shop/web",
            List.of("/bin/sh", "-c", "exec run"),
            new TreeMap<>(Map.of("PORT", "31000")),
            new Limits(500, 256, 0),
            List.of(31_000),
            List.of(new Fetch("https://example.org/a.tgz", true, false, "lib")),
            List.of(
                new Check.Http(true, 31_000, "/", new Check.Rhythm(1, 2, 3, 4)),
                new Check.Tcp(31_000, new Check.Rhythm(1, 2, 3, 0)),
                new Check.Command("test -e ok", new Check.Rhythm(1, 2, 3, 4)),
                new Check.Ready(
                    true, 31_000, "/r", List.of(200, 204), new Check.Rhythm(0, 2, 3, 0))),
            3000,
            new Network.Own(List.of(new Network.Mapping(80, 31_000, "tcp")), 10, 0)),
        new Order.Kill(7, "shop_web.instance-1", 3000, "scaled down to 1"),
        new Order.Heard(),
        new Order.Acknowledge(9),
        new Order.ReadLog("r1", "shop_web.instance-1", "stdout", -100, 262_144),
        new Order.Ask("s1", 2, new Question.Stats("i", 3600)),
        new Order.Ask("s1", 2, new Question.Files("i", "a/b%25", "c", 1000)),
        new Order.Ask("s1", 2, new Question.Download("i", "a", 0, Long.MAX_VALUE)),
        new Order.Ask("s1", 2, new Question.Log("i", "all", -1, Long.MAX_VALUE, 1, "a+", true)),
        new Order.More("s1", 1),
        new Order.Leave("s1"));
  }

  static List<Report> reports() {
    var machine =
        new Machine(
            "n1",
            "localhost",
            "boot-1",
            "0.1.0",
            4000,
            8192,
            10_240,
            31_000,
            31_999,
            new TreeMap<>(Map.of("rack", "r1")));
    return List.of(
        new Report.Hello(
            3,
            machine,
            List.of(new Held("i", Held.Doing.RUNNING, 17, Held.Pulse.HEALTHY)),
            List.of("lists")),
        new Report.StandBy(),
        new Report.Resized("i", new Limits(500, 256, 64), "it uses more"),
        new Report.Heartbeat(1),
        new Report.Progress(1, "i", Report.Step.UNPACKED, 2),
        new Report.Running(2, "i", 4_194_304, 3, "100.64.4.2"),
        new Report.Ready(3, "i", 4),
        new Report.UnallocatedPorts(3, "i", List.of(8080, 9090), true),
        new Report.Health(3, "i", false, 2, "answered 503", 4),
        new Report.Ended(4, "i", EndCause.UNKNOWN, -1, "never heard of it", List.of("a", "b"), 5),
        new Report.LogChunk("r1", 0, 5, 10, "hällo"),
        new Report.Part(
            "s1",
            new Answer.Samples(
                List.of(
                    new Answer.Sample(
                        1, 10_000, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, List.of(1, 2, 3))))),
        new Report.Part(
            "s1",
            new Answer.Entries(
                List.of(new Answer.Entry("a", Answer.Kind.LINK, 1, 2, 0777, "b")), true, false)),
        new Report.Part("s1", new Answer.Head(1, 2, 3)),
        new Report.Part("s1", Answer.Bytes.of(new byte[] {1, -1})),
        new Report.Part(
            "s1",
            new Answer.Lines(
                List.of(new Answer.Line(1, "2026-11-28T00:00:00Z", "stdout", true, "x")), 2, 3)),
        new Report.Over("s1", Outcome.GONE, "its sandbox is gone"));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void an_order_survives(Order order) {
    assertThat(mapper.readValue(mapper.writeValueAsString(order), Order.class)).isEqualTo(order);
  }

  @ParameterizedTest
  @MethodSource("reports")
  void a_report_survives(Report report) {
    assertThat(mapper.readValue(mapper.writeValueAsString(report), Report.class)).isEqualTo(report);
  }

  @Test
  void an_older_agent_says_hello_and_an_older_master_welcomes() {
    var hello =
        """
        {"type":"Hello","highestEpoch":3,"machine":{"agent":"n1","host":"h","bootId":"b",\
        "version":"1","cpuMillis":1,"memMib":1,"diskMib":1,"firstPort":1,"lastPort":2,\
        "attributes":{}},"instances":[]}\
        """;
    assertThat(((Report.Hello) mapper.readValue(hello, Report.class)).speaks()).isEmpty();
    var welcome =
        """
        {"type":"Welcome","epoch":7,"master":"master-1","heartbeatMillis":2000}\
        """;
    assertThat(mapper.readValue(welcome, Order.class))
        .isEqualTo(new Order.Welcome(7, "master-1", 2000, List.of()));
  }

  @Test
  void routes_survive() {
    var backend = new RouteTable.Backend("i", "localhost", 31_000);
    var route = new RouteTable.Route("/shop/web", "web.shop.apps", "/", List.of(backend));
    var table = new RouteTable(7, 9, List.of(route));
    assertThat(mapper.readValue(mapper.writeValueAsString(table), RouteTable.class))
        .isEqualTo(table);
  }

  @Test
  void no_message_is_left_out() {
    assertThat(orders().stream().<Class<?>>map(Order::getClass).distinct())
        .containsExactlyInAnyOrder(Order.class.getPermittedSubclasses());
    assertThat(
            orders().stream()
                .filter(Order.Ask.class::isInstance)
                .<Class<?>>map(ask -> ((Order.Ask) ask).question().getClass()))
        .containsExactlyInAnyOrder(Question.class.getPermittedSubclasses());
    assertThat(reports().stream().<Class<?>>map(Report::getClass))
        .contains(
            List.of(Report.class.getPermittedSubclasses()).stream()
                .filter(Report.class::isAssignableFrom)
                .toArray(Class<?>[]::new));
  }
}
