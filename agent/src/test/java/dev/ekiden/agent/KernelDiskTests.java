package dev.ekiden.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of an instance by what happens to a program that wants more of it. Needs root. */
@Tag("kernel")
class KernelDiskTests extends OneAgent {
  private static final String FILL = "head -c 200M /dev/zero > big";
  private static final long MEBI = 1024L * 1024;

  @AfterEach
  @Override
  void stop() throws Exception {
    super.stop();
    assertThat(mounts()).isEmpty();
  }

  @Test
  void a_full_disk_is_one_s_own_and_told_of_who_dies_of_it() {
    run("neighbour", "while [ ! -e go ]; do sleep 0.05; done; head -c 20M /dev/zero > x", 64);
    run("filler", FILL + " || exit 3", 64);
    var ended = ended("filler");
    assertThat(ended.cause()).isEqualTo(EndCause.EXITED);
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.detail()).isEqualTo("exited with code 3; its disk was full");
    assertThat(String.join("\n", ended.lastLines())).contains("No space left on device");
    var written = sandbox("filler").resolve("big").toFile().length();
    assertThat(written).isBetween(50 * MEBI, 64 * MEBI);
    assertThat(sandbox("neighbour").resolve("go")).satisfies(Files::createFile);
    assertThat(ended("neighbour").exitCode()).isZero();
  }

  @Test
  void so_is_a_disk_that_is_full_of_names() {
    var names =
        """
        exec python3 -c '
        i = 0
        while True:
          open("f%d" % i, "w").close()
          i += 1
        '
        """;
    run("filler", names, 16);
    var ended = ended("filler");
    assertThat(ended.detail()).isEqualTo("exited with code 1; its disk had no room for more files");
    assertThat(String.join("\n", ended.lastLines())).contains("No space left on device");
    run("neighbour", "for i in $(seq 100); do : > f$i; done", 16);
    assertThat(ended("neighbour").exitCode()).isZero();
  }

  @Test
  void who_asked_for_none_is_limited_too() {
    run("filler", FILL + " || exit 3", 0);
    assertThat(ended("filler").detail()).isEqualTo("exited with code 3; its disk was full");
  }

  @Test
  void a_large_file_costs_no_memory() {
    var limits = new Limits(500, 16, 128);
    var copy = "head -c 100M /dev/zero > x && sync x && wc -c < x";
    master.send(AgentProcess.run("writer", copy, limits, List.of(), List.of()));
    var ended = ended("writer");
    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    assertThat(ended.lastLines()).containsExactly("104857600");
  }

  @Test
  void the_limit_outlives_the_agent() throws Exception {
    var fill = "echo before > early; while [ ! -e go ]; do sleep 0.05; done; " + FILL;
    run("survivor", fill + " || exit 3", 64);
    master.await(Report.Running.class, _ -> true);
    Eventually.holds(() -> Files.exists(sandbox("survivor").resolve("early")));
    agent.kill();
    assertThat(mounts()).hasSize(1);
    agent.start();
    master.forgetReports();
    assertThat(master.await(Report.Hello.class, _ -> true).instances()).hasSize(1);
    assertThat(sandbox("survivor").resolve("early")).hasContent("before\n");
    Files.createFile(sandbox("survivor").resolve("go"));
    assertThat(ended("survivor").detail()).isEqualTo("exited with code 3; its disk was full");
    assertThat(mounts()).hasSize(1);
  }

  @Test
  void a_sandbox_can_be_looked_at_after_the_end_and_after_a_reboot_and_takes_no_more_than_it_holds()
      throws Exception {
    run("past", "echo it was me > why; exit 1", 64);
    ended("past");
    var image = sandbox("past").resolveSibling("disk.img");
    Eventually.holds(() -> kibibytes(image) < 8 * 1024);
    assertThat(sandbox("past").resolve("why")).hasContent("it was me\n");
    agent.kill();
    assertThat(command("umount", sandbox("past").toString())).isEmpty();
    assertThat(sandbox("past")).isEmptyDirectory();
    agent.start();
    master.forgetReports();
    master.await(Report.Hello.class, _ -> true);
    assertThat(sandbox("past").resolve("why")).hasContent("it was me\n");
  }

  @Test
  void logs_take_an_eighth_of_the_disk_at_most() throws Exception {
    run("flood", "yes $(printf %0200d 0) | head -n 60000; echo the end", 16);
    assertThat(ended("flood").lastLines()).contains("the end");
    var bytes = 0L;
    try (var files = Files.list(sandbox("flood").resolveSibling(""))) {
      for (var file : files.filter(it -> it.getFileName().toString().startsWith("log.")).toList()) {
        bytes += Files.size(file);
      }
    }
    assertThat(bytes).isLessThanOrEqualTo(2 * MEBI);
  }

  @Test
  void sandboxes_of_the_past_make_room_for_new_ones(@TempDir Path small) throws Exception {
    var image = small.resolve("image");
    var data = Files.createDirectory(small.resolve("disk"));
    command("fallocate", "-l", "200M", image.toString());
    command("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
    assertThat(command("mount", "-o", "loop", image.toString(), data.toString())).isEmpty();
    var other = new AgentProcess(name + "-2", data, master.address());
    try {
      master.await(Report.Hello.class, it -> it.machine().agent().endsWith("-2"));
      run("one", "head -c 50M /dev/zero > x", 64);
      assertThat(ended("one").exitCode()).isZero();
      run("two", "head -c 50M /dev/zero > x; exec sleep 1000", 64);
      master.await(Report.Running.class, it -> it.instance().equals("two"));
      // 64 of 200 MiB are in use, 50 by one that is over: the third one needs them.
      run("three", "exec sleep 1000", 96);
      master.await(Report.Running.class, it -> it.instance().equals("three"));
      assertThat(Files.exists(other.data().resolve("instances/one"))).isFalse();
      run("four", "exec sleep 1000", 96);
      assertThat(ended("four").cause()).isEqualTo(EndCause.START_FAILED);
      assertThat(ended("four").detail()).startsWith("cannot make a disk of 8");
      master.send(new Order.Kill(1, "two", 0, "done"));
      assertThat(ended("two").cause()).isEqualTo(EndCause.KILLED);
    } finally {
      other.close();
      command("umount", data.toString());
    }
  }

  private void run(String instance, String command, long diskMib) {
    var limits = new Limits(1000, 64, diskMib);
    master.send(AgentProcess.run(instance, command, limits, List.of(), List.of()));
  }

  private Report.Ended ended(String instance) {
    return master.await(Report.Ended.class, it -> it.instance().equals(instance));
  }

  private Path sandbox(String instance) {
    return agent.data().resolve("instances").resolve(instance).resolve("sandbox");
  }

  /** Where something is mounted below the agent's directory. */
  private List<String> mounts() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
        .map(line -> line.split(" ")[1])
        .filter(path -> path.startsWith(agent.data().toString()))
        .toList();
  }

  private static long kibibytes(Path file) throws Exception {
    return Long.parseLong(command("du", "-k", file.toString()).split("\\s")[0]);
  }

  private static String command(String... words) throws Exception {
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }
}
