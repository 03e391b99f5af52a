package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each limit of an instance by what it does to a program that goes beyond it. Needs root. */
@Tag("kernel")
class KernelLimitsTests extends OneAgent {
  private static final String STAYS = "exec sleep 1000";

  private long neighbour;

  @BeforeEach
  void runNeighbour() throws Exception {
    master.send(AgentProcess.run("neighbour", STAYS));
    neighbour = running("neighbour");
  }

  @Test
  void an_instance_ends_as_a_whole_when_one_of_its_processes_runs_out_of_memory() throws Exception {
    master.send(AgentProcess.run("family", "tail /dev/zero & echo parent; exec sleep 1000"));
    var ended = ended("family");
    assertThat(ended.cause()).isEqualTo(EndCause.OUT_OF_MEMORY);
    assertThat(ended.detail()).contains("64 MiB");
    assertThat(ended.lastLines()).contains("parent");
    assertThat(Eventually.alive(neighbour)).isTrue();
  }

  @Test
  void files_in_tmp_are_memory() throws Exception {
    master.send(AgentProcess.run("tmp", "head -c 100M /dev/zero > /tmp/x; echo wrote $?"));
    var ended = ended("tmp");
    assertThat(
            ended.cause().equals(EndCause.OUT_OF_MEMORY) || ended.lastLines().contains("wrote 1"))
        .as(ended.toString())
        .isTrue();
    assertThat(Eventually.alive(neighbour)).isTrue();
  }

  @Test
  void memory_is_not_swapped_out_to_get_more_of_it(@TempDir Path directory) throws Exception {
    var swap = directory.resolve("swap");
    assertThat(command("fallocate", "-l", "128M", swap.toString())).isZero();
    assertThat(command("chmod", "600", swap.toString())).isZero();
    assertThat(command("mkswap", swap.toString())).isZero();
    assumeThat(command("swapon", swap.toString())).as("this machine takes no swap file").isZero();
    try {
      var hog = "exec python3 -c 'x = b\"x\" * (96 << 20); print(\"all of it\")'";
      master.send(AgentProcess.run("hog", hog));
      assertThat(ended("hog").cause()).isEqualTo(EndCause.OUT_OF_MEMORY);
    } finally {
      command("swapoff", swap.toString());
    }
  }

  @Test
  void a_fork_bomb_leaves_room_for_others_and_is_killed_as_told() throws Exception {
    var bomb =
        """
        exec python3 -c '
        import os
        while True:
          try: os.fork()
          except OSError: open("refused", "w").close()
        '
        """;
    master.send(AgentProcess.run("bomb", bomb, new Limits(500, 1024, 0), List.of(), List.of()));
    running("bomb");
    var sandbox = agent.data().resolve("instances/bomb/sandbox");
    Eventually.holds(() -> Files.exists(sandbox.resolve("refused")));
    master.send(AgentProcess.run("late", "echo there is room"));
    assertThat(ended("late").lastLines()).containsExactly("there is room");
    master.send(new Order.Kill(1, "bomb", 0, "scaled down"));
    assertThat(ended("bomb").cause()).isEqualTo(EndCause.KILLED);
    assertThat(Eventually.alive(neighbour)).isTrue();
    gone("bomb");
  }

  @Test
  void daemons_die_with_their_instance() throws Exception {
    var daemon = "(setsid sh -c \"trap '' TERM HUP; sleep 1000 & sleep 1000\" &)";
    master.send(AgentProcess.run("left", daemon + "; " + daemon + "; exit 4"));
    assertThat(ended("left").exitCode()).isEqualTo(4);
    gone("left");
    master.send(AgentProcess.run("killed", daemon + "; trap '' TERM; " + STAYS));
    running("killed");
    master.send(new Order.Kill(1, "killed", 100, "scaled down"));
    assertThat(ended("killed").cause()).isEqualTo(EndCause.KILLED);
    gone("killed");
    assertThat(Eventually.alive(neighbour)).isTrue();
  }

  private long running(String instance) {
    return master.await(Report.Running.class, it -> it.instance().equals(instance)).pid();
  }

  private Report.Ended ended(String instance) {
    return master.await(Report.Ended.class, it -> it.instance().equals(instance));
  }

  /** A group goes only when nobody is left in it. */
  private void gone(String instance) throws Exception {
    var groups = agent.groups(instance);
    Eventually.holds(() -> groups.stream().noneMatch(Files::exists));
  }

  private static int command(String... words) throws Exception {
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("hangs: " + List.of(words));
    }
    return process.exitValue();
  }
}
