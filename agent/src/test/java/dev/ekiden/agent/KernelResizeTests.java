package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Order;
import dev.ekiden.core.wire.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Other limits for an instance that goes on running, by what it can do then. Needs root. */
@Tag("kernel")
class KernelResizeTests extends OneAgent {
  /** Holds as many MiB as the file says, and says so in another. */
  private static final String EATER =
      """
      exec python3 -c '
      import time
      held = b""
      while True:
        try: wanted = int(open("wanted").read()) << 20
        except (OSError, ValueError): wanted = 0
        if len(held) < wanted:
          held = bytearray(b"x") * wanted
          open("held", "w").write(str(wanted >> 20))
        time.sleep(0.05)
      '
      """;

  @BeforeEach
  void runEater() throws Exception {
    master.send(AgentProcess.run("eater", EATER, new Limits(200, 64, 0), List.of(), List.of()));
    master.await(Report.Running.class, _ -> true);
  }

  @Test
  void grows_without_a_restart_and_shrinks_to_what_it_uses() throws Exception {
    var larger = new Limits(400, 256, 0);
    assertThat(resize(larger)).isEqualTo(new Report.Resized("eater", larger, ""));
    eat(128);
    var refused = resize(new Limits(100, 64, 0));
    assertThat(refused.limits()).isEqualTo(larger);
    assertThat(refused.refusal()).contains("cannot write '67108864'");
    var smaller = new Limits(100, 192, 0);
    assertThat(resize(smaller)).isEqualTo(new Report.Resized("eater", smaller, ""));
    assertThat(master.reports()).noneMatch(Report.Ended.class::isInstance);
  }

  @Test
  void the_new_limit_is_what_it_dies_of_also_after_a_restart_of_the_agent() throws Exception {
    resize(new Limits(200, 128, 0));
    agent.kill();
    agent.start();
    master.forgetReports();
    master.await(Report.Hello.class, _ -> true);
    eat(96);
    Files.writeString(sandbox("eater").resolve("wanted"), "200");
    var ended = master.await(Report.Ended.class, _ -> true);
    assertThat(ended.cause()).isEqualTo(EndCause.OUT_OF_MEMORY);
    assertThat(ended.detail()).contains("128 MiB");
  }

  @Test
  void beyond_its_request_it_may_go_to_its_limit_and_not_further() throws Exception {
    master.send(
        AgentProcess.run(
            "burster", EATER, new Limits(100, 64, 0, 1000, 192), List.of(), List.of()));
    master.await(Report.Running.class, it -> it.instance().equals("burster"));
    eat("burster", 128);
    assertThat(oomScoreAdj("burster")).isGreaterThan(oomScoreAdj("eater"));
    Files.writeString(sandbox("burster").resolve("wanted"), "300");
    var ended = master.await(Report.Ended.class, _ -> true);
    assertThat(ended.instance()).isEqualTo("burster");
    assertThat(ended.cause()).isEqualTo(EndCause.OUT_OF_MEMORY);
    assertThat(ended.detail()).contains("192 MiB");
  }

  private int oomScoreAdj(String id) throws Exception {
    var running = master.await(Report.Running.class, it -> it.instance().equals(id));
    var file = Path.of("/proc/" + running.pid() + "/oom_score_adj");
    return Integer.parseInt(Files.readString(file).strip());
  }

  @Test
  void what_cannot_be_is_refused_and_said() {
    assertThat(resize(new Limits(200, 64, 32)).refusal()).contains("disk");
    assertThat(resize(new Limits(0, 64, 0)).refusal()).contains("at least");
    master.send(new Order.Resize(1, "nobody", new Limits(1, 1, 0)));
    var nobody = master.await(Report.Resized.class, it -> it.instance().equals("nobody"));
    assertThat(nobody.refusal()).isEqualTo("it does not run here");
  }

  private Report.Resized resize(Limits limits) {
    master.forgetReports();
    master.send(new Order.Resize(1, "eater", limits));
    return master.await(Report.Resized.class, it -> it.instance().equals("eater"));
  }

  private void eat(int mebi) throws Exception {
    eat("eater", mebi);
  }

  private void eat(String id, int mebi) throws Exception {
    Files.writeString(sandbox(id).resolve("wanted"), Integer.toString(mebi));
    var held = sandbox(id).resolve("held");
    Eventually.holds(
        () -> Files.exists(held) && Files.readString(held).equals(Integer.toString(mebi)));
  }

  private Path sandbox(String id) {
    return agent.data().resolve("instances").resolve(id).resolve("sandbox");
  }
}
