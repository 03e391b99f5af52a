package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.agent.fault.Fault;
import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Held;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The agent dies at one point, starts again, and the master behaves as one does: it sends its
 * orders again for what the hello leaves open. Then nothing is lost and nothing runs twice.
 */
@Tag("kernel")
class KernelFaultTests extends DyingAgent {
  private static final String ONE = "one";
  private static final String COMMAND = "echo started >> starts; exec sleep 1000";

  private List<Report> first = List.of();

  /** Dies on the way of one instance; {@code kill} once it runs, if dying takes that. */
  private void dieAt(Fault point, String command, boolean kill) throws Exception {
    // The first report is that it is being started; the one that counts is the second.
    var second = point == Fault.BEFORE_REPORT || point == Fault.MID_REPORT;
    var fault = point.label() + (second ? ":2" : "");
    dieAt(
        fault,
        AgentProcess.run(ONE, command),
        kill ? Optional.of(new Order.Kill(1, ONE, 3000, "scaled down")) : Optional.empty());
  }

  /**
   * The agent's second run: what it does not hold is ordered again. The reports of its first run
   * are kept, as they may have been acknowledged in time.
   */
  private Report.Hello comeBack(String command) throws Exception {
    first = master.reports();
    master.forgetReports();
    agent.start();
    var hello = master.await(Report.Hello.class, _ -> true);
    if (hello.instances().isEmpty()) {
      master.send(AgentProcess.run(ONE, command));
    }
    return hello;
  }

  /** Waits until the agent has dealt with all that it was sent, by an order that it answers. */
  private void settle() {
    master.send(AgentProcess.run(ONE, COMMAND));
    master.send(new Order.Kill(1, "nobody", 0, ""));
    master.await(Report.Ended.class, it -> it.instance().equals("nobody"));
  }

  private <T extends Report> T told(Class<T> kind, Predicate<T> fits) {
    return first.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(fits)
        .findFirst()
        .orElseGet(() -> master.await(kind, fits));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "AFTER_ORDER",
        "AFTER_FORK",
        "AFTER_FORK_BEFORE_CHECKPOINT",
        "BEFORE_CHECKPOINT",
        "AFTER_CHECKPOINT",
        "BEFORE_REPORT",
        "MID_REPORT"
      })
  void an_instance_that_was_ordered_runs_once_and_is_reported(Fault point) throws Exception {
    dieAt(point, COMMAND, false);
    assertThat(comeBack(COMMAND).instances()).extracting(Held::instance).containsExactly(ONE);
    var running = told(Report.Running.class, _ -> true);
    settle();
    assertThat(starts()).isEqualTo("started\n");
    assertThat(Eventually.alive(running.pid())).isTrue();
    // The bundle has none: between create and start an agent that comes back must see to it.
    var quota = Path.of("/sys/fs/cgroup/cpu/ekiden", name, ONE, "cpu.cfs_quota_us");
    assertThat(quota).hasContent("10000");
    assertThat(master.reports())
        .noneMatch(it -> it instanceof Report.Ended ended && ended.instance().equals(ONE));
  }

  @Test
  void an_instance_that_may_have_been_started_is_given_up_and_does_not_run() throws Exception {
    dieAt(Fault.BEFORE_FORK, COMMAND, false);
    comeBack(COMMAND);
    var ended = told(Report.Ended.class, it -> it.instance().equals(ONE));
    assertThat(ended.cause()).isEqualTo(EndCause.START_FAILED);
    settle();
    assertThat(Files.exists(sandbox().resolve("starts"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"AFTER_EXIT_SEEN", "AFTER_END_NOTED", "BEFORE_CLEAN_UP"})
  void an_end_is_reported_with_its_code_and_the_instance_does_not_run_again(Fault point)
      throws Exception {
    var command = "echo started >> starts; exit 7";
    dieAt(point, command, false);
    comeBack(command);
    var ended = told(Report.Ended.class, it -> it.instance().equals(ONE));
    assertThat(ended.exitCode()).isEqualTo(7);
    assertThat(ended.cause()).isEqualTo(EndCause.EXITED);
    settle();
    assertThat(starts()).isEqualTo("started\n");
    awaitNoGroup();
  }

  @Test
  void a_kill_that_was_noted_is_carried_out() throws Exception {
    dieAt(Fault.AFTER_KILL_NOTED, COMMAND, true);
    comeBack(COMMAND);
    var ended = told(Report.Ended.class, it -> it.instance().equals(ONE));
    assertThat(ended.cause()).isEqualTo(EndCause.KILLED);
    assertThat(ended.detail()).isEqualTo("scaled down");
  }

  private Path sandbox() {
    return agent.data().resolve("instances").resolve(ONE).resolve("sandbox");
  }

  private String starts() throws Exception {
    return Files.readString(sandbox().resolve("starts"));
  }

  /** For each container conmon makes a link to its bundle, and leaves it. */
  private long linksOfConmon() throws Exception {
    try (var links = Files.list(Path.of("/run/ekiden"))) {
      return links.filter(link -> leadsTo(link, agent.data())).count();
    }
  }

  private static boolean leadsTo(Path link, Path directory) {
    try {
      return Files.readSymbolicLink(link).startsWith(directory);
    } catch (IOException _) {
      return false; // gone this moment
    }
  }

  private void awaitNoGroup() throws Exception {
    var group = Path.of("/sys/fs/cgroup/memory/ekiden", name, ONE);
    var deadline = System.nanoTime() + 20_000_000_000L;
    while (Files.exists(group)) {
      assertThat(System.nanoTime()).as("%s is still there", group).isLessThan(deadline);
      Thread.sleep(20); // between two looks
    }
    Eventually.holds(() -> linksOfConmon() == 0);
  }
}
