package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Check;
import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real instances in the machine's network that listen on ports, their own or not. */
@Tag("kernel")
class KernelPortTests extends OneAgent {
  /** By Java, so on IPv6 where the machine has it. */
  private static final String SERVE = "exec jwebserver -b 127.0.0.1 -p %d -d \"$MESOS_SANDBOX\"";

  /** On one port, by IPv4, and when told to on another one instead. */
  private static final String MOVE =
      """
      exec perl -MIO::Socket::INET -e '
        sub listens { IO::Socket::INET->new(LocalPort => $_[0], Listen => 1) or die $@ }
        my $first = listens(%d);
        select(undef, undef, undef, 0.05) until -e "$ENV{MESOS_SANDBOX}/move";
        close $first;
        my $second = listens(%d);
        sleep 600'
      """;

  private static final Order WELCOME = new Order.Welcome(1, "fake", 500, Dialect.OURS);

  private static Order.Run run(String id, String command, Limits limits, Integer... given) {
    var often = new Check.Rhythm(0, 50, 5_000, 0);
    return new Order.Run(
        1,
        id,
        "/test/app",
        List.of("/bin/sh", "-c", command),
        new TreeMap<>(),
        limits,
        List.of(given),
        List.of(),
        List.of(given).stream().<Check>map(port -> new Check.Tcp(port, often)).toList(),
        3000);
  }

  private static Order.Run serving(String id, int port, Integer... given) {
    return run(id, SERVE.formatted(port), new Limits(1000, 512, 0), given);
  }

  private static Order.Run moving(String id, int from, int to) {
    return run(id, MOVE.formatted(from, to), new Limits(100, 64, 0));
  }

  /** As masters of this version do. */
  private void understand() throws IOException {
    master.onHello(WELCOME);
    master.forgetReports();
    master.cut();
    master.await(Report.Hello.class, _ -> true);
  }

  private Report.UnallocatedPorts heard(String instance, Integer... ports) {
    return master.await(
        Report.UnallocatedPorts.class,
        it -> it.instance().equals(instance) && it.ports().equals(List.of(ports)));
  }

  private List<Report> heardOf(String instance) {
    return master.reports().stream()
        .filter(
            report ->
                report instanceof Report.UnallocatedPorts it && it.instance().equals(instance))
        .toList();
  }

  /** Whether the agent still has such a report on its disk. */
  private boolean waits() throws IOException {
    try (var files = Files.list(agent.data().resolve("reports"))) {
      return files.anyMatch(file -> text(file).contains("UnallocatedPorts"));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      return ""; // it has just been sent, or renamed
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whoever_listens_where_it_should_not_is_told_of_and_nobody_else() throws Exception {
    understand();
    int given = freePort();
    int other = freePort();
    master.send(serving("good", given, given));
    master.await(Report.Health.class, it -> it.instance().equals("good") && it.healthy());
    master.send(serving("bad", other));
    // The look that finds it has seen the good one too, and first, as its user is the lower one.
    var told = master.await(Report.UnallocatedPorts.class, _ -> true);
    assertThat(told)
        .isEqualTo(new Report.UnallocatedPorts(told.seq(), "bad", List.of(other), false));
    assertThat(heardOf("good")).isEmpty();
  }

  @Test
  void an_agent_that_was_killed_tells_no_port_again_and_forgets_none() throws Exception {
    understand();
    int first = freePort();
    int second = freePort();
    int third = freePort();
    master.send(moving("bad", first, second));
    heard("bad", first);
    // Killed between the report and the note it would rightly tell it again.
    var note = agent.data().resolve("instances/bad/ports.json");
    Eventually.holds(() -> !waits() && Files.exists(note));
    agent.kill();
    master.onHello(WELCOME, moving("other", third, third));
    agent.start();
    // The look that finds the other one sees this one again.
    heard("other", third);
    assertThat(heardOf("bad")).hasSize(1);
    Files.createFile(agent.data().resolve("instances/bad/sandbox/move"));
    heard("bad", first, second);
    assertThat(heardOf("bad")).hasSize(2);
  }

  @Test
  void a_master_that_would_not_understand_is_not_told_and_the_next_one_is() throws Exception {
    int port = freePort();
    master.send(moving("bad", port, port));
    Eventually.holds(this::waits);
    master.send(AgentProcess.run("later", "exec sleep 600"));
    master.await(Report.Running.class, it -> it.instance().equals("later"));
    assertThat(heardOf("bad")).isEmpty();
    understand();
    heard("bad", port);
    Eventually.holds(() -> !waits());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
