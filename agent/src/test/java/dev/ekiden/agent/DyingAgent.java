package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.agent.fault.Fault;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real agent that dies at one point, and the master that led it to there. */
abstract class DyingAgent {
  @TempDir Path directory;
  final String name = "test-" + UUID.randomUUID().toString().substring(0, 8);
  FakeMaster master;
  AgentProcess agent;

  @BeforeEach
  void listen() throws Exception {
    master = new FakeMaster();
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    master.close();
  }

  /**
   * Starts it, lets it run one instance, and waits until it has died.
   *
   * @param fault point, and the how manieth time that it comes to it, see {@link Fault}
   * @param kill told once the instance runs, if dying takes that
   */
  void dieAt(String fault, Order.Run run, Optional<Order.Kill> kill) throws Exception {
    agent = new AgentProcess(name, directory, master.address(), fault);
    master.await(Report.Hello.class, _ -> true);
    master.send(run);
    if (kill.isPresent()) {
      master.await(Report.Running.class, _ -> true);
      master.send(kill.get());
    }
    assertThat(agent.awaitDeath()).as(agent.output()).isEqualTo(Fault.EXIT_CODE);
  }
}
