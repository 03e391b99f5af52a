package dev.ekiden.agent;

import dev.ekiden.core.wire.Report;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real agent for each test, led by a master that does as the test says. */
abstract class OneAgent {
  final String name = "test-" + UUID.randomUUID().toString().substring(0, 8);
  FakeMaster master;
  AgentProcess agent;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    master = new FakeMaster();
    agent = new AgentProcess(name, directory, master.address());
    master.await(Report.Hello.class, _ -> true);
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    master.close();
  }
}
