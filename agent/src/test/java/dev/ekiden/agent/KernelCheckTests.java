package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Check;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Health checks by command, which run inside real instances. Needs root. */
@Tag("kernel")
class KernelCheckTests extends OneAgent {
  private static final String ID = "checked";
  private static final Check.Rhythm OFTEN = new Check.Rhythm(0, 100, 20_000, 1);
  private static final Check.Rhythm IMPATIENT = new Check.Rhythm(0, 100, 10_000, 1);
  private static final Check.Rhythm PATIENT = new Check.Rhythm(0, 100, 600_000, 1);

  /** Who one is, where, and what one may do; what is told apart by number is left out. */
  private static final String SELF =
      """
      id; pwd; umask; hostname; ulimit -a; env | grep -v '^_=' | sort
      grep -E '^(Cap|NoNewPrivs|Seccomp:|Groups|Uid|Gid|SigBlk|SigIgn)' /proc/self/status
      cat /proc/self/oom_score_adj
      for n in pid mnt ipc uts cgroup net user; do readlink /proc/self/ns/$n; done
      grep -v freezer /proc/self/cgroup
      touch /usr/x /etc/x; unshare -U true; mount -t tmpfs x /tmp; cat /etc/shadow
      kill -0 1 && echo sees init
      ls /proc/self/fd | wc -l
      """;

  private void run(String command, Check... checks) {
    var limits = new Limits(500, 128, 0);
    master.send(AgentProcess.run(ID, command, limits, List.of(), List.of(checks)));
    master.await(Report.Running.class, _ -> true);
  }

  private Report.Health told(boolean healthy) {
    return master.await(Report.Health.class, it -> it.healthy() == healthy);
  }

  @Test
  void its_exit_status_is_the_health_and_its_output_the_cause() throws Exception {
    run(
        "touch ok; exec sleep 1000",
        new Check.Command(
            "test -e ok || { echo 'not ok'; echo \"$MESOS_SANDBOX\"; exit 3; }", OFTEN));
    told(true);
    // Forget that it may have been asked before there was the file.
    master.forgetReports();
    Files.delete(sandbox().resolve("ok"));
    assertThat(told(false).cause())
        .startsWith("the command \"test -e ok || { echo")
        .endsWith("ended with status 3: not ok / /mnt/mesos/sandbox");
    master.forgetReports();
    Files.createFile(sandbox().resolve("ok"));
    told(true);
  }

  @Test
  void it_is_who_the_instance_is_and_may_do_no_more() throws Exception {
    run(
        "cat > self.sh <<'end'\n"
            + SELF
            + "end\nsh self.sh > instance 2>&1; touch ready; sleep 1000",
        new Check.Command("test -e ready && sh self.sh > check 2>&1 && mv check checked", OFTEN));
    told(true);
    var instance = Files.readString(sandbox().resolve("instance"));
    assertThat(instance)
        .contains("uid=201000", "gid=201000", "NoNewPrivs:\t1", "Seccomp:\t2")
        .contains("CapBnd:\t0000000000000000", "Read-only file system", "Operation not permitted");
    assertThat(sandbox().resolve("checked")).hasContent(instance);
  }

  @Test
  void one_that_hangs_is_ended_with_all_that_it_has_started() throws Exception {
    run(
        "exec sleep 1000",
        new Check.Command(
            """
            [ -e looked ] && exit 1
            setsid sh -c 'trap "" TERM; touch looked; sleep 1001; :' &
            sh -c 'sleep 1002; :' &
            while [ ! -e looked ]; do sleep 0.05; done
            echo waiting; sleep 1003
            """,
            IMPATIENT));
    assertThat(told(false).cause()).contains("did not end within 10000 ms").endsWith(": waiting");
    assertThat(sleepers()).containsExactly("sleep 1000");
  }

  @Test
  void what_it_leaves_in_the_background_is_ended_and_the_instance_is_not() throws Exception {
    run(
        "exec sleep 1000",
        new Check.Command(
            """
            [ -e looked ] && exit 0
            setsid sh -c 'touch looked; exec sleep 1001' >/dev/null 2>&1 &
            while [ ! -e looked ]; do sleep 0.05; done
            """,
            OFTEN));
    told(true);
    assertThat(sleepers()).containsExactly("sleep 1000");
    assertThat(master.reports()).noneMatch(Report.Ended.class::isInstance);
  }

  @Test
  void two_checks_of_an_instance_wait_for_each_other() throws Exception {
    var alone = "mkdir lock || { touch met; exit 1; }; sleep 0.2; rmdir lock; echo %s >> looks";
    run(
        "exec sleep 1000",
        new Check.Command(alone.formatted("a"), OFTEN),
        new Check.Command(alone.formatted("b"), OFTEN));
    told(true);
    Eventually.holds(
        () -> new TreeSet<>(Files.readAllLines(sandbox().resolve("looks"))).size() == 2);
    Eventually.holds(() -> Files.readAllLines(sandbox().resolve("looks")).size() >= 5);
    assertThat(sandbox().resolve("met")).doesNotExist();
  }

  @Test
  void one_that_floods_is_ended_and_said_to_have() {
    run("exec sleep 1000", new Check.Command("yes flood", PATIENT));
    assertThat(told(false).cause()).contains("printed too much: flood / flood / flood …");
  }

  @Test
  void one_that_was_under_way_when_the_agent_was_killed_is_ended_before_the_next()
      throws Exception {
    var alone = "exec 9>lock; flock -n 9 || exit 1; test -e go || sleep 1001";
    run("exec sleep 1000", new Check.Command(alone, PATIENT));
    Eventually.holds(() -> sleepers().contains("sleep 1001"));
    agent.kill();
    assertThat(sleepers()).contains("sleep 1001");
    Files.createFile(sandbox().resolve("go"));
    agent.start();
    told(true);
    assertThat(master.reports())
        .noneMatch(report -> report instanceof Report.Health health && !health.healthy());
    assertThat(sleepers()).containsExactly("sleep 1000");
  }

  @Test
  void it_ends_with_its_instance() throws Exception {
    run("while [ ! -e go ]; do sleep 0.05; done; exit 9", new Check.Command("sleep 1001", PATIENT));
    Eventually.holds(() -> sleepers().contains("sleep 1001"));
    Files.createFile(sandbox().resolve("go"));
    assertThat(master.await(Report.Ended.class, _ -> true).exitCode()).isEqualTo(9);
    Eventually.holds(() -> sleepers().isEmpty() && groups().isEmpty());
    assertThat(master.reports()).noneMatch(Report.Health.class::isInstance);
  }

  /** Command lines of all that sleep for long in the instance's groups. */
  private List<String> sleepers() throws IOException {
    var lines = new ArrayList<String>();
    for (var pid : pids()) {
      try {
        var line = Files.readString(Path.of("/proc", pid, "cmdline")).replace('\0', ' ').strip();
        if (line.startsWith("sleep 100")) {
          lines.add(line);
        }
      } catch (IOException _) {
        // Gone since.
      }
    }
    return lines;
  }

  private TreeSet<String> pids() throws IOException {
    var pids = new TreeSet<String>();
    for (var group : agent.groups(ID)) {
      for (var dir : List.of(group, group.resolve("check"))) {
        try {
          pids.addAll(Files.readAllLines(dir.resolve("cgroup.procs")));
        } catch (IOException _) {
          // No such group, or not any more.
        }
      }
    }
    return pids;
  }

  private List<Path> groups() throws IOException {
    return agent.groups(ID).stream().filter(Files::exists).toList();
  }

  private Path sandbox() {
    return agent.data().resolve("instances").resolve(ID).resolve("sandbox");
  }
}
