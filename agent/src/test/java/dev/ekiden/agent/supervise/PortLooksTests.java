package dev.ekiden.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.agent.link.Outbox;
import dev.ekiden.agent.listen.Listeners;
import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of listeners, and how often. */
class PortLooksTests {
  @TempDir private Path directory;
  private Outbox outbox;

  @BeforeEach
  void make() {
    outbox = new Outbox(directory.resolve("reports"), 1);
  }

  private PortTally tally(String instance, int user, Integer... given) throws IOException {
    var dir = Files.createDirectories(directory.resolve("instances").resolve(instance));
    return new PortTally(new InstanceDir(dir), user, List.of(given), outbox);
  }

  /** The machine has these sockets, each {@code user port}, and we look. */
  private void look(List<PortTally> tallies, List<String> sockets) throws IOException {
    var text = new StringBuilder("  sl  local_address rem_address   st\n");
    for (var socket : sockets) {
      var words = socket.split(" ");
      text.append(
          "   0: 0100007F:%04X 00000000:0000 0A 00000000:00000000 00:00000000 00000000 %s 0 1\n"
              .formatted(Integer.parseInt(words[1]), words[0]));
    }
    Files.writeString(directory.resolve("tcp"), text);
    PortLooks.look(new Listeners(directory), tallies);
  }

  /** What has been said since the last time. */
  private List<Report> told() {
    var told = outbox.unacknowledged();
    told.forEach(report -> outbox.forget(((Report.UnallocatedPorts) report).seq()));
    return told;
  }

  private static Report.UnallocatedPorts ports(long seq, String instance, Integer... ports) {
    return new Report.UnallocatedPorts(seq, instance, List.of(ports), false);
  }

  @Test
  void each_instance_is_told_of_by_itself_and_given_ports_are_its_own() throws Exception {
    var good = tally("good", 201, 31_000, 31_001);
    var bad = tally("bad", 200, 31_002);
    var idle = tally("idle", 202);
    look(
        List.of(good, bad, idle),
        List.of("201 31000", "200 31002", "0 22", "200 31001", "201 31001", "203 8080", "199 81"));
    assertThat(told()).containsExactly(ports(1, "bad", 31_001));
  }

  @Test
  void a_port_is_told_once_however_often_it_is_closed_and_opened() throws Exception {
    var it = tally("it", 200);
    for (int round = 0; round < 3; round++) {
      look(List.of(it), List.of("200 8080", "200 8080"));
      look(List.of(it), List.of());
    }
    assertThat(told()).containsExactly(ports(1, "it", 8080));
    look(List.of(it), List.of("200 80"));
    assertThat(told()).containsExactly(ports(2, "it", 8080, 80));
  }

  @Test
  void another_run_of_the_agent_goes_on_from_there() throws Exception {
    look(List.of(tally("it", 200)), List.of("200 8080"));
    assertThat(told()).hasSize(1);
    var again = tally("it", 200);
    look(List.of(again), List.of("200 8080"));
    assertThat(told()).isEmpty();
    look(List.of(again), List.of("200 80"));
    assertThat(told()).containsExactly(ports(2, "it", 8080, 80));
  }

  @Test
  void whoever_opens_all_of_them_is_one_report_of_ten() throws Exception {
    var it = tally("it", 200);
    var all = IntStream.range(1024, 61_024).mapToObj(port -> "200 " + port).toList();
    look(List.of(it), all);
    look(List.of(it), all.reversed());
    assertThat(told())
        .containsExactly(
            new Report.UnallocatedPorts(
                1, "it", IntStream.range(1024, 1034).boxed().toList(), true));
  }

  @Test
  void whoever_opens_one_after_the_other_is_told_of_eleven_times() throws Exception {
    var it = tally("it", 200);
    int reports = 0;
    for (int port = 2000; port < 2100; port++) {
      look(List.of(it), List.of("200 " + port));
      reports += told().size();
    }
    assertThat(reports).isEqualTo(11);
  }

  @Test
  void the_kernel_is_not_asked_for_nobody() throws Exception {
    var none = new Listeners(directory.resolve("none"));
    PortLooks.look(none, List.of());
    var one = List.of(tally("it", 200));
    assertThatThrownBy(() -> PortLooks.look(none, one)).isInstanceOf(IOException.class);
  }

  @Test
  void what_cannot_be_noted_is_told_again_and_does_not_end_the_looks() throws Exception {
    var it = tally("it", 200);
    Files.createDirectories(directory.resolve("instances/it/ports.json/in the way"));
    look(List.of(it), List.of("200 8080"));
    look(List.of(it), List.of("200 8080"));
    assertThat(told()).containsExactly(ports(2, "it", 8080));
  }

  @Test
  void nobody_hears_of_it_after_the_end() throws Exception {
    look(List.of(tally("it", 200)), List.of("200 8080"));
    var end =
        outbox.add(seq -> new Report.Ended(seq, "it", EndCause.EXITED, 0, "exited", List.of(), 1));
    assertThat(outbox.unacknowledged()).containsExactly(end);
  }
}
