package dev.ekiden.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.agent.bundle.Bundle;
import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Instances of a real agent try to get out, to their neighbour, to the agent or to the host, in all
 * ways of {@link BreakoutTable}. Needs root.
 */
@Tag("kernel")
@EnabledIfSystemProperty(
    named = "os.arch",
    matches = "amd64",
    disabledReason = "the programs call the kernel by the numbers of x86-64")
class BreakoutTests {
  private static final int FEW = 24;
  private static FakeMaster master;
  private static AgentProcess agent;
  private static Scene scene;

  @BeforeAll
  static void setScene(@TempDir Path directory) throws Exception {
    master = new FakeMaster();
    var name = "test-" + UUID.randomUUID().toString().substring(0, 8);
    agent = new AgentProcess(name, directory, master.address());
    master.await(Report.Hello.class, _ -> true);
    scene = Scene.set(master, agent, new Neighbour(master, agent));
  }

  @AfterAll
  static void cleanUp() throws Exception {
    agent.close();
    master.close();
    scene.cleanUp();
  }

  static Stream<Breakout> attempts() {
    return Stream.of(
            BreakoutTable.files(),
            BreakoutTable.processes(),
            BreakoutTable.kernel(),
            BreakoutTable.network(),
            BreakoutTable.bombs(),
            BreakoutTable.archives())
        .flatMap(List::stream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attempts")
  void does_not_get_out(Breakout breakout) throws Exception {
    master.send(order(breakout));
    switch (breakout.kind()) {
      case PROGRAM -> {
        plant(breakout);
        var ended = ended(breakout);
        assertThat(ended.exitCode()).as(ended.lastLines() + report(breakout)).isZero();
        assertThat(report(breakout)).endsWith("tried\n");
      }
      case MAY_DIE -> {
        var ended = ended(breakout);
        assertThat(ended.cause() == EndCause.OUT_OF_MEMORY || report(breakout).endsWith("tried\n"))
            .as(ended + report(breakout))
            .isTrue();
      }
      case BOMB -> defuse(breakout);
      case REFUSED -> assertThat(ended(breakout).cause()).isEqualTo(EndCause.START_FAILED);
      case HARMLESS -> assertThat(ended(breakout).exitCode()).isZero();
    }
    assertThat(report(breakout)).doesNotContain("OUT: ");
    scene.holdsNoSecret(report(breakout));
    breakout.effect().verify(scene);
    scene.unharmed();
  }

  /** It holds what it could get, and all the others go on; then nothing of it is left. */
  private static void defuse(Breakout breakout) throws Exception {
    var pid = master.await(Report.Running.class, it -> it.instance().equals(breakout.name())).pid();
    var user = user(pid);
    try {
      Eventually.holds(() -> report(breakout).contains("holding"));
      if (breakout.name().equals("bombs_with_forks")) {
        Eventually.holds(() -> processesOf(user) >= Bundle.MAX_PIDS - FEW);
        assertThat(processesOf(user)).isLessThanOrEqualTo(Bundle.MAX_PIDS);
      }
      scene.unharmed();
    } finally {
      master.send(new Order.Kill(1, breakout.name(), 0, "enough"));
    }
    assertThat(ended(breakout).cause()).isEqualTo(EndCause.KILLED);
    Eventually.holds(() -> processesOf(user) == 0);
  }

  private static Report.Ended ended(Breakout breakout) {
    return master.await(Report.Ended.class, it -> it.instance().equals(breakout.name()));
  }

  private static String report(Breakout breakout) throws IOException {
    var file = scene.instance(breakout.name()).resolve("sandbox/report");
    return Files.exists(file) ? Files.readString(file, ISO_8859_1) : "";
  }

  /** What nobody inside can make for himself: a program of root with the setuid bit. */
  private static void plant(Breakout breakout) throws Exception {
    if (breakout.name().equals("runs_setuid_programs")) {
      master.await(Report.Running.class, it -> it.instance().equals(breakout.name()));
      var sandbox = scene.instance(breakout.name()).resolve("sandbox");
      var id = Files.copy(Path.of("/usr/bin/id"), sandbox.resolve("setuid-id"));
      Files.setAttribute(id, "unix:mode", 04755);
      Files.createFile(sandbox.resolve("planted"));
    }
  }

  private static Order.Run order(Breakout breakout) throws IOException {
    var fetches = breakout.fetches(scene);
    var env = new TreeMap<String, String>();
    env.put("NEIGHBOUR_PID", Long.toString(scene.neighbour().pid()));
    env.put("NEIGHBOUR_PORT", Integer.toString(scene.neighbour().port()));
    env.put("SHARED_KEY", Integer.toString(scene.neighbour().sharedKey()));
    env.put("AGENT_PID", Long.toString(agent.pid()));
    env.put("CONMON_PID", Long.toString(scene.conmon()));
    env.put("DATA", agent.data().toString());
    env.put("HOST_DIR", scene.hostDir().toString());
    env.put("HOST_FILE", scene.hostFile().toString());
    env.put("MARK", scene.mark());
    env.put("DISK", Files.getAttribute(Path.of("/"), "unix:dev").toString());
    var command =
        fetches.isEmpty()
            ? List.of("/usr/bin/perl", "-e", Breakout.program("attempts.pl"), breakout.name())
            : List.of("/bin/sh", "-c", "ls -laR > report");
    var memMib = breakout.kind() == Breakout.Kind.BOMB ? 1024 : 64;
    var limits = new Limits(1000, memMib, breakout.name().startsWith("fills_its_") ? 16 : 0);
    return new Order.Run(
        1,
        breakout.name(),
        "/test/intruder",
        command,
        env,
        limits,
        List.of(),
        fetches,
        List.of(),
        1000);
  }

  private static int user(long pid) throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/" + pid), "unix:uid");
  }

  private static long processesOf(int user) throws IOException {
    var count = 0L;
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (var process : processes) {
        try {
          count += (int) Files.getAttribute(process, "unix:uid") == user ? 1 : 0;
        } catch (IOException _) {
          // gone meanwhile
        }
      }
    }
    return count;
  }
}
