package dev.ekiden.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Check;
import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Fetch;
import dev.ekiden.core.wire.Held;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent against the real kernel, runc and conmon. Needs root. */
@Tag("kernel")
class KernelTests extends OneAgent {
  @Test
  void limits_are_in_the_cgroup_files_exactly() throws Exception {
    master.send(
        AgentProcess.run("limits", "sleep 1000", new Limits(250, 96, 0), List.of(), List.of()));
    master.await(Report.Running.class, _ -> true);
    assertThat(cgroup("cpu", "limits", "cpu.cfs_quota_us")).isEqualTo("25000");
    assertThat(cgroup("cpu", "limits", "cpu.cfs_period_us")).isEqualTo("100000");
    assertThat(cgroup("cpu", "limits", "cpu.shares")).isEqualTo("256");
    assertThat(cgroup("memory", "limits", "memory.limit_in_bytes")).isEqualTo("100663296");
    assertThat(cgroup("memory", "limits", "memory.memsw.limit_in_bytes")).isEqualTo("100663296");
    assertThat(cgroup("pids", "limits", "pids.max")).isEqualTo("1024");
  }

  @Test
  void is_alone_unprivileged_and_sees_a_read_only_host() throws Exception {
    master.send(
        AgentProcess.run(
            "inside",
            """
            echo pid $$; id -u; id -g; pwd; echo $MESOS_SANDBOX; hostname
            grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status | tr -d '\\t'
            touch /usr/x 2>&1; touch /etc/x 2>&1; touch here && touch /tmp/x && echo writable
            ls /proc | grep -c '^[0-9]*$'
            mount -t tmpfs x /tmp 2>&1 | head -1
            cat /etc/shadow 2>&1; ls -A /root 2>&1; ulimit -c
            unshare -U true 2>&1
            """));
    var ended = master.await(Report.Ended.class, _ -> true);
    var lines = String.join("\n", ended.lastLines());
    assertThat(ended.exitCode()).as(lines).isNotEqualTo(-1);
    assertThat(lines)
        .contains("201000\n201000\n/mnt/mesos/sandbox\n/mnt/mesos/sandbox\ninside\n")
        .contains("NoNewPrivs:1\nSeccomp:2")
        .contains("CapEff:0000000000000000")
        .contains("CapBnd:0000000000000000")
        .contains("/usr/x': Read-only file system")
        .contains("/etc/x': Read-only file system")
        .contains("writable")
        .contains("/etc/shadow: No such file")
        .contains("unshare failed: Operation not permitted");
  }

  @Test
  void dies_of_memory_and_its_neighbour_lives() throws Exception {
    master.send(AgentProcess.run("neighbour", "sleep 1000"));
    var neighbour = master.await(Report.Running.class, _ -> true);
    master.send(AgentProcess.run("hog", "echo eating; tail /dev/zero"));
    var ended = master.await(Report.Ended.class, _ -> true);
    assertThat(ended.instance()).isEqualTo("hog");
    assertThat(ended.cause()).isEqualTo(EndCause.OUT_OF_MEMORY);
    assertThat(ended.exitCode()).isEqualTo(137);
    assertThat(ended.lastLines()).contains("eating");
    assertThat(Eventually.alive(neighbour.pid())).isTrue();
  }

  @Test
  void reports_exit_codes_and_signals() {
    master.send(AgentProcess.run("seven", "echo out; echo err >&2; exit 7"));
    master.send(AgentProcess.run("segv", "kill -SEGV $$"));
    master.send(AgentProcess.run("nosuch", "exec /no/such/program"));
    var seven = master.await(Report.Ended.class, it -> it.instance().equals("seven"));
    assertThat(seven.cause()).isEqualTo(EndCause.EXITED);
    assertThat(seven.exitCode()).isEqualTo(7);
    assertThat(seven.lastLines()).containsExactlyInAnyOrder("out", "err");
    var segv = master.await(Report.Ended.class, it -> it.instance().equals("segv"));
    assertThat(segv.cause()).isEqualTo(EndCause.SIGNALED);
    assertThat(segv.exitCode()).isEqualTo(139);
    assertThat(segv.detail()).contains("SIGSEGV");
    var nosuch = master.await(Report.Ended.class, it -> it.instance().equals("nosuch"));
    assertThat(nosuch.exitCode()).isEqualTo(127);
  }

  @Test
  void ends_at_sigterm_if_it_can() throws Exception {
    master.send(AgentProcess.run("plain", "sleep 1000; true"));
    master.send(
        AgentProcess.run(
            "polite", "trap 'echo bye; exit 5' TERM; touch set; while :; do sleep 0.1; done"));
    master.await(Report.Running.class, it -> it.instance().equals("plain"));
    Eventually.holds(() -> Files.exists(sandbox("polite").resolve("set")));
    var from = System.nanoTime();
    master.send(new Order.Kill(1, "plain", 20_000, "scaled down"));
    var plain = master.await(Report.Ended.class, it -> it.instance().equals("plain"));
    assertThat(plain.cause()).isEqualTo(EndCause.KILLED);
    assertThat(plain.exitCode()).isEqualTo(143);
    assertThat(plain.detail()).isEqualTo("scaled down");
    assertThat(System.nanoTime() - from).isLessThan(10_000_000_000L);
    master.send(new Order.Kill(1, "polite", 20_000, "scaled down"));
    var polite = master.await(Report.Ended.class, it -> it.instance().equals("polite"));
    assertThat(polite.exitCode()).isEqualTo(5);
    assertThat(polite.lastLines()).contains("bye");
  }

  @Test
  void is_killed_when_its_grace_is_over() {
    master.send(AgentProcess.run("stubborn", "trap '' TERM; while :; do sleep 0.1; done"));
    master.await(Report.Running.class, _ -> true);
    master.send(new Order.Kill(1, "stubborn", 500, "scaled down"));
    var ended = master.await(Report.Ended.class, _ -> true);
    assertThat(ended.cause()).isEqualTo(EndCause.KILLED);
    assertThat(ended.exitCode()).isEqualTo(137);
  }

  @Test
  void outlives_the_agent_and_is_found_again() throws Exception {
    master.send(AgentProcess.run("survivor", "echo once >> starts; sleep 1000"));
    var running = master.await(Report.Running.class, _ -> true);
    agent.kill();
    assertThat(Eventually.alive(running.pid())).isTrue();
    master.forgetReports();
    agent.start();
    var hello = master.await(Report.Hello.class, _ -> true);
    assertThat(hello.instances())
        .containsExactly(
            new Held("survivor", Held.Doing.RUNNING, running.pid(), Held.Pulse.UNKNOWN));
    assertThat(hello.highestEpoch()).isEqualTo(1);
    master.send(AgentProcess.run("survivor", "echo twice >> starts"));
    master.send(new Order.Kill(1, "nobody", 0, ""));
    assertThat(master.await(Report.Ended.class, _ -> true).cause()).isEqualTo(EndCause.UNKNOWN);
    assertThat(sandbox("survivor").resolve("starts")).hasContent("once\n");
    assertThat(Eventually.alive(running.pid())).isTrue();
  }

  @Test
  void an_exit_while_the_agent_is_dead_is_reported() throws Exception {
    master.send(AgentProcess.run("brief", "while [ ! -e go ]; do sleep 0.05; done; exit 9"));
    var running = master.await(Report.Running.class, _ -> true);
    agent.kill();
    Files.createFile(sandbox("brief").resolve("go"));
    awaitEnd(running.pid());
    agent.start();
    var ended = master.await(Report.Ended.class, _ -> true);
    assertThat(ended.cause()).isEqualTo(EndCause.EXITED);
    assertThat(ended.exitCode()).isEqualTo(9);
  }

  @Test
  void ends_are_resent_until_acknowledged() throws Exception {
    master.acknowledges(false);
    master.send(AgentProcess.run("once", "exit 3"));
    var first = master.await(Report.Ended.class, _ -> true);
    agent.kill();
    master.forgetReports();
    master.acknowledges(true);
    agent.start();
    assertThat(master.await(Report.Ended.class, _ -> true)).isEqualTo(first);
  }

  @Test
  void stop_all_ends_everything_and_the_next_start_says_so() throws Exception {
    master.send(AgentProcess.run("a", "sleep 1000"));
    master.send(AgentProcess.run("b", "trap '' TERM; while :; do sleep 0.1; done"));
    var a = master.await(Report.Running.class, it -> it.instance().equals("a"));
    master.await(Report.Running.class, it -> it.instance().equals("b"));
    assertThat(agent.stopAll()).as("refused while the agent lives").isEqualTo(1);
    agent.kill();
    assertThat(agent.stopAll()).as(agent.output()).isZero();
    assertThat(Eventually.alive(a.pid())).isFalse();
    try (var left = Files.list(Path.of("/sys/fs/cgroup/memory/ekiden", name))) {
      assertThat(left.filter(Files::isDirectory)).isEmpty();
    }
    master.forgetReports();
    agent.start();
    for (var instance : List.of("a", "b")) {
      var ended = master.await(Report.Ended.class, it -> it.instance().equals(instance));
      assertThat(ended.cause()).isEqualTo(EndCause.KILLED);
      assertThat(ended.detail()).isEqualTo("stopped with the agent's machine (ekiden down)");
    }
  }

  @Test
  void health_is_told_when_it_changes() throws Exception {
    var port = freePort();
    var check = new Check.Http(false, port, "/ok", new Check.Rhythm(0, 200, 1000, 2));
    var serve = "mkdir www; touch www/ok; exec python3 -m http.server -d www -b 127.0.0.1 " + port;
    master.send(
        AgentProcess.run("web", serve, new Limits(1000, 128, 0), List.of(), List.of(check)));
    assertThat(master.await(Report.Health.class, Report.Health::healthy).cause())
        .isEqualTo("healthy");
    var noted = sandbox("web").resolveSibling("pulse.json");
    Eventually.holds(() -> Files.exists(noted) && Files.readString(noted).contains("\"HEALTHY\""));
    Files.delete(sandbox("web").resolve("www/ok"));
    // While the server started there may have been another cause.
    var cause = "GET /ok on port " + port + " answered 404";
    var ill = master.await(Report.Health.class, it -> it.cause().equals(cause));
    assertThat(ill.healthy()).isFalse();
    assertThat(ill.consecutiveFailures()).isEqualTo(2);
    // Told first, noted then: killed in between it would tell again.
    Eventually.holds(() -> Files.readString(noted).contains("\"UNHEALTHY\""));
    agent.kill();
    master.forgetReports();
    agent.start();
    var hello = master.await(Report.Hello.class, _ -> true);
    assertThat(hello.instances().getFirst().pulse()).isEqualTo(Held.Pulse.UNHEALTHY);
    Files.createFile(sandbox("web").resolve("www/ok"));
    master.await(Report.Health.class, Report.Health::healthy);
  }

  @Test
  void artifacts_are_fetched_unpacked_and_run() throws Exception {
    var zip = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("app/hello.sh"));
      out.write("echo hello from $(pwd)\n".getBytes(UTF_8));
    }
    var digest =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(zip.toByteArray()));
    master.artifact(digest, zip.toByteArray());
    var fetch = new Fetch("artifact:sha256:" + digest + "/app.zip", true, false, "");
    master.send(
        AgentProcess.run(
            "zipped", "sh app/hello.sh", new Limits(100, 64, 0), List.of(fetch), List.of()));
    var ended = master.await(Report.Ended.class, _ -> true);
    assertThat(ended.lastLines()).containsExactly("hello from /mnt/mesos/sandbox");
    var wrong = new Fetch("artifact:sha256:" + "0".repeat(64) + "/app.zip", true, false, "");
    master.send(
        AgentProcess.run("missing", "true", new Limits(100, 64, 0), List.of(wrong), List.of()));
    var failed = master.await(Report.Ended.class, it -> it.instance().equals("missing"));
    assertThat(failed.cause()).isEqualTo(EndCause.START_FAILED);
    assertThat(failed.detail()).contains("answered 404");
    var nonsense = new Fetch("http://[not a uri", false, false, "");
    master.send(
        AgentProcess.run("bad", "true", new Limits(100, 64, 0), List.of(nonsense), List.of()));
    var bad = master.await(Report.Ended.class, it -> it.instance().equals("bad"));
    assertThat(bad.cause()).isEqualTo(EndCause.START_FAILED);
  }

  @Test
  void logs_are_read_by_position() throws Exception {
    master.send(AgentProcess.run("talk", "seq 1 1000; echo oops >&2; sleep 1000"));
    master.await(Report.Running.class, _ -> true);
    var text = new StringBuilder();
    var next = 0L;
    for (int request = 0; !text.toString().endsWith("1000\n"); request++) {
      var name = "r" + request;
      master.send(new Order.ReadLog(name, "talk", "stdout", next, 512));
      var chunk = master.await(Report.LogChunk.class, it -> it.request().equals(name));
      assertThat(chunk.text().length()).isLessThanOrEqualTo(512);
      text.append(chunk.text());
      next = chunk.next();
    }
    assertThat(text.toString().lines().map(Integer::parseInt))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 1000).boxed().toList());
    master.send(new Order.ReadLog("tail", "talk", "stdout", -10, 512));
    assertThat(master.await(Report.LogChunk.class, it -> it.request().equals("tail")).text())
        .isEqualTo("999\n1000\n");
  }

  @Test
  void a_flood_of_output_is_bounded_and_its_end_is_kept() throws Exception {
    var flood = "yes $(printf %0200d 0) | head -n 120000; echo the end; sleep 1000";
    master.send(AgentProcess.run("flood", flood, new Limits(2000, 64, 0), List.of(), List.of()));
    master.await(Report.Running.class, _ -> true);
    var last = "";
    for (int request = 0; !last.endsWith("the end\n"); request++) {
      var name = "r" + request;
      master.send(new Order.ReadLog(name, "flood", "stdout", -8, 1000));
      last = master.await(Report.LogChunk.class, it -> it.request().equals(name)).text();
    }
    var dir = agent.data().resolve("instances/flood");
    var bytes = 0L;
    var names = new TreeSet<String>();
    try (var files = Files.list(dir)) {
      for (var file :
          files.filter(it -> it.getFileName().toString().matches("log\\..*")).toList()) {
        bytes += Files.size(file);
        names.add(file.getFileName().toString());
      }
    }
    assertThat(names).hasSizeLessThanOrEqualTo(2);
    assertThat(bytes).isLessThanOrEqualTo(2 * 10L * 1024 * 1024);
  }

  @Test
  void a_jvm_inside_sees_its_own_limits() {
    var java = Path.of(System.getProperty("java.home"), "bin/java");
    master.send(
        AgentProcess.run(
            "jvm",
            java + " -XshowSettings:system -version 2>&1 | grep -E 'Memory Limit|CPU Quota'",
            new Limits(500, 160, 0),
            List.of(),
            List.of()));
    var ended = master.await(Report.Ended.class, _ -> true);
    assertThat(String.join(" ", ended.lastLines())).contains("160.00M").contains("50000us");
  }

  @Test
  void leftovers_without_a_checkpoint_are_removed() throws Exception {
    master.send(AgentProcess.run("orphan", "sleep 1000"));
    var running = master.await(Report.Running.class, _ -> true);
    agent.kill();
    Files.delete(agent.data().resolve("instances/orphan/run.json"));
    agent.start();
    master.forgetReports();
    assertThat(master.await(Report.Hello.class, _ -> true).instances()).isEmpty();
    awaitEnd(running.pid());
    assertThat(Eventually.alive(running.pid())).isFalse();
  }

  @Test
  void orphans_of_a_deleted_data_directory_are_ended() throws Exception {
    master.send(AgentProcess.run("orphan", "sleep 1000"));
    var running = master.await(Report.Running.class, _ -> true);
    agent.kill();
    // It cannot delete what is mounted, and goes on with the rest.
    new ProcessBuilder("rm", "-rf", agent.data().toString()).start().waitFor();
    agent.start();
    master.forgetReports();
    assertThat(master.await(Report.Hello.class, _ -> true).instances()).isEmpty();
    awaitEnd(running.pid());
    assertThat(Eventually.alive(running.pid())).isFalse();
  }

  @Test
  void another_agent_of_the_same_name_is_left_alone(@TempDir Path elsewhere) throws Exception {
    master.send(AgentProcess.run("mine", "sleep 1000"));
    var running = master.await(Report.Running.class, _ -> true);
    try (var other = new FakeMaster()) {
      var twin = new AgentProcess(name, elsewhere, other.address());
      other.await(Report.Hello.class, _ -> true);
      twin.kill();
      assertThat(twin.stopAll()).isZero();
    }
    assertThat(Eventually.alive(running.pid())).isTrue();
  }

  private Path sandbox(String instance) {
    return agent.data().resolve("instances").resolve(instance).resolve("sandbox");
  }

  private static void awaitEnd(long pid) throws Exception {
    var process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().onExit().get(20, TimeUnit.SECONDS);
    }
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private String cgroup(String controller, String instance, String file) throws Exception {
    return Files.readString(Path.of("/sys/fs/cgroup", controller, "ekiden", name, instance, file))
        .strip();
  }
}
