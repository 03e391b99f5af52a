package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Check;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Readiness checks of real instances, whose web server shows what is in their sandbox. */
@Tag("kernel")
class KernelReadinessTests extends OneAgent {
  private static final String ID = "readying";
  private static final Check.Rhythm OFTEN = new Check.Rhythm(0, 50, 5_000, 0);

  private void run(int port, Integer... statuses) {
    var ready = new Check.Ready(false, port, "/ready", List.of(statuses), OFTEN);
    var listening = new Check.Tcp(port, new Check.Rhythm(0, 50, 5_000, 0));
    master.send(
        AgentProcess.run(
            ID,
            "exec jwebserver -b 127.0.0.1 -p " + port + " -d \"$MESOS_SANDBOX\"",
            new Limits(1000, 512, 0),
            List.of(),
            List.of(ready, listening)));
    master.await(Report.Health.class, Report.Health::healthy);
  }

  private void becomeReady() throws IOException {
    Files.createFile(agent.data().resolve("instances").resolve(ID).resolve("sandbox/ready"));
  }

  @Test
  void one_is_ready_once_it_gives_the_answer_and_that_is_told_once() throws Exception {
    run(freePort(), 200);
    assertThat(master.reports()).noneMatch(Report.Ready.class::isInstance);
    becomeReady();
    var told = master.await(Report.Ready.class, _ -> true);
    assertThat(told.instance()).isEqualTo(ID);
    Files.delete(agent.data().resolve("instances").resolve(ID).resolve("sandbox/ready"));
    becomeReady();
    assertThat(master.reports()).filteredOn(Report.Ready.class::isInstance).hasSize(1);
    assertThat(master.reports())
        .noneMatch(report -> report instanceof Report.Health health && !health.healthy());
  }

  @Test
  void other_answers_may_mean_ready_as_well() throws Exception {
    run(freePort(), 204, 404);
    master.await(Report.Ready.class, _ -> true);
  }

  @Test
  void an_agent_that_was_killed_asks_on() throws Exception {
    run(freePort(), 200);
    agent.kill();
    becomeReady();
    agent.start();
    master.await(Report.Ready.class, _ -> true);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
