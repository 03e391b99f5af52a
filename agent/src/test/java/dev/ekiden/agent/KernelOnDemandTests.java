package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Answer;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Outcome;
import dev.ekiden.core.wire.Question;
import dev.ekiden.core.wire.Report;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What instances use, write and keep, as somebody asks for it over the link. Needs root. */
@Tag("kernel")
class KernelOnDemandTests extends OneAgent {
  private static final int CREDIT = 8;

  private void run(String instance, String command, Limits limits) throws Exception {
    master.send(AgentProcess.run(instance, command, limits, List.of(), List.of()));
    master.await(Report.Running.class, it -> it.instance().equals(instance));
  }

  private String ask(int credit, Question question) {
    var id = UUID.randomUUID().toString();
    master.send(new Order.Ask(id, credit, question));
    return id;
  }

  private <T extends Answer> T first(Class<T> kind, Question question) {
    var id = ask(CREDIT, question);
    return kind.cast(master.await(Report.Part.class, it -> it.stream().equals(id)).answer());
  }

  private Report.Over over(String id) {
    return master.await(Report.Over.class, it -> it.stream().equals(id));
  }

  private long parts(String id) {
    return master.reports().stream()
        .filter(it -> it instanceof Report.Part part && part.stream().equals(id))
        .count();
  }

  private Answer.Sample now(String instance) {
    var answer = new Answer.Sample[1];
    try {
      Eventually.holds(
          () -> {
            var id = ask(CREDIT, new Question.Stats(instance, 0));
            over(id);
            master.reports().stream()
                .filter(it -> it instanceof Report.Part part && part.stream().equals(id))
                .map(it -> ((Answer.Samples) ((Report.Part) it).answer()).samples())
                .forEach(samples -> answer[0] = samples.getLast());
            return answer[0] != null && answer[0].spanMillis() >= 2000;
          });
      return answer[0];
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_it_uses_is_told_and_that_it_is_held_back() throws Exception {
    run("busy", "while :; do :; done", new Limits(200, 64, 0));
    run("idle", "exec sleep 1000", new Limits(200, 64, 0));
    run(
        "large",
        "exec python3 -c 'import time; x = bytearray(b\"x\" * (48 << 20)); time.sleep(1000)'",
        new Limits(500, 128, 0));

    var busy = now("busy");
    assertThat(busy.cpuMillis()).isBetween(busy.spanMillis() / 50, busy.spanMillis() / 2);
    assertThat(busy.throttledPeriods()).isPositive().isLessThanOrEqualTo(busy.periods());
    assertThat(busy.throttledMillis()).isPositive();
    assertThat(busy.processes()).isBetween(1, 3);
    var idle = now("idle");
    assertThat(idle.cpuMillis()).isLessThan(idle.spanMillis() / 50);
    assertThat(idle.throttledPeriods()).isZero();
    Eventually.holds(() -> now("large").memoryKib() > 48 << 10);
    if (Files.exists(agent.groups("busy").getFirst().resolve("cpu.pressure"))
        || Files.isDirectory(java.nio.file.Path.of("/sys/fs/cgroup/unified"))) {
      assertThat(now("busy").stalledMillis()).hasSize(3);
    }
  }

  @Test
  void its_files_are_shown_while_it_runs_and_after_its_end_and_links_lead_nowhere()
      throws Exception {
    run(
        "files",
        "mkdir d; echo content >d/f; ln -s d/f inside; ln -s /etc/passwd outside; mkfifo pipe;"
            + " touch ready; while [ ! -e end ]; do sleep 0.1; done",
        new Limits(200, 64, 16));
    var sandbox = agent.data().resolve("instances/files/sandbox");
    Eventually.holds(() -> Files.exists(sandbox.resolve("ready")));

    for (var moment : List.of("running", "ended")) {
      var entries = first(Answer.Entries.class, new Question.Files("files", "", "", 100));
      assertThat(entries.entries())
          .as(moment)
          .extracting(Answer.Entry::name)
          .contains("d", "inside", "outside", "pipe", "ready");
      for (var path : List.of("d/f", "inside")) {
        var id = ask(CREDIT, new Question.Download("files", path, 0, 100));
        assertThat(over(id).outcome()).isEqualTo(Outcome.DONE);
        var bytes =
            master.await(
                Report.Part.class,
                it -> it.stream().equals(id) && it.answer() instanceof Answer.Bytes);
        assertThat(((Answer.Bytes) bytes.answer()).content()).asString().isEqualTo("content\n");
      }
      for (var path : List.of("outside", "pipe", "../run.json")) {
        var refused = over(ask(CREDIT, new Question.Download("files", path, 0, 100)));
        assertThat(refused.outcome()).as(path).isEqualTo(Outcome.REFUSED);
      }
      Files.createFile(sandbox.resolve(moment.equals("running") ? "end" : "again"));
      master.await(Report.Ended.class, it -> it.instance().equals("files"));
    }
    assertThat(over(ask(CREDIT, new Question.Files("nobody", "", "", 100))).outcome())
        .isEqualTo(Outcome.GONE);
  }

  @Test
  void a_log_is_followed_to_the_end_of_its_instance() throws Exception {
    run(
        "talk",
        "i=0; while [ ! -e end ]; do i=$((i+1)); echo line $i; sleep 0.05; done; echo bye",
        new Limits(200, 64, 0));
    var id = ask(CREDIT, new Question.Log("talk", "all", 0, Long.MAX_VALUE, 0, "(2|bye)$", true));
    var piece =
        master.await(
            Report.Part.class,
            it -> it.stream().equals(id) && !((Answer.Lines) it.answer()).lines().isEmpty());
    assertThat(((Answer.Lines) piece.answer()).lines()).allMatch(line -> line.text().endsWith("2"));
    Files.createFile(agent.data().resolve("instances/talk/sandbox/end"));
    master.send(new Order.More(id, CREDIT));
    assertThat(over(id)).isEqualTo(new Report.Over(id, Outcome.DONE, ""));
    var last =
        master.await(
            Report.Part.class,
            it ->
                it.stream().equals(id)
                    && it.answer() instanceof Answer.Lines lines
                    && !lines.lines().isEmpty()
                    && lines.lines().getLast().text().equals("bye"));
    assertThat(last).isNotNull();
  }

  @Test
  void a_reader_who_does_not_read_holds_up_nobody() throws Exception {
    run("flood", "while :; do echo " + "x".repeat(500) + "; done", new Limits(200, 64, 0));
    var deaf = ask(2, new Question.Log("flood", "all", 0, Long.MAX_VALUE, 0, "", true));
    Eventually.holds(() -> parts(deaf) == 2);
    // Reports, heartbeats and other readers go on.
    run("other", "echo here; exec sleep 1000", new Limits(100, 32, 0));
    var other = first(Answer.Lines.class, new Question.Log("other", "all", 0, 1000, 0, "", true));
    assertThat(other.lines()).extracting(Answer.Line::text).contains("here");
    master.forgetReports();
    master.await(Report.Heartbeat.class, _ -> true);
    assertThat(parts(deaf)).as("pieces without credit").isZero();
    master.send(new Order.More(deaf, 1));
    master.await(Report.Part.class, it -> it.stream().equals(deaf));
    master.send(new Order.Leave(deaf));
    assertThat(master.connections()).isEqualTo(1);
  }
}
