package dev.ekiden.core.decide;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static dev.ekiden.core.model.AppBuilder.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AppBuilder;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import dev.ekiden.core.model.Workload;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Pause;
import dev.ekiden.core.state.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The clock starts on 2026-01-01 at midnight UTC. */
class JobsTests {
  private static final String JOB = "/lab/job";

  private static AppBuilder job(int instances, int retries) {
    return app(JOB)
        .instances(instances)
        .job(retries)
        .backoff(Duration.ofSeconds(10), 1, Duration.ofSeconds(10));
  }

  private static AppBuilder hourly(Workload.Overlap overlap) {
    var run = new Workload.Job(0, Duration.ZERO);
    return app(JOB).workload(new Workload.Scheduled("0 * * * *", "UTC", run, overlap));
  }

  private static World world() {
    return World.of(agent("n1"), agent("n2"));
  }

  private static Decision exits(World world, Instance instance, int code) {
    var sentence = "it ended with exit code " + code;
    var end = new End(End.Cause.EXITED, code, sentence, List.of(), world.now());
    return world.send(new Event.InstanceDied(world.now(), instance.id(), end));
  }

  private static Run.Over over(World world) {
    return (Run.Over) world.app(JOB).run();
  }

  private static Run.Active active(World world) {
    return (Run.Active) world.app(JOB).run();
  }

  private static void until(World world, String time) {
    world.pass(Duration.between(world.now(), Instant.parse(time))).tick();
  }

  @Test
  void a_job_runs_once_and_is_done_when_all_have_succeeded() {
    var world = world();
    var deployment = world.submit(job(3, 0));
    assertThat(world.active(JOB)).hasSize(3);
    assertThat(world.deployment(deployment).running()).isFalse();
    world.serve(JOB);
    exits(world, world.first(JOB), 0);
    exits(world, world.first(JOB), 0);
    assertThat(world.app(JOB).pause()).isEqualTo(new Pause.None());
    assertThat(world.active(JOB)).hasSize(1);
    exits(world, world.first(JOB), 0);
    assertThat(over(world).success()).isTrue();
    assertThat(over(world).sentence()).isEqualTo("all 3 instances have succeeded");
    assertThat(world.tick().facts()).isEmpty();
  }

  @Test
  void failures_are_retried_after_a_pause_until_there_are_too_many() {
    var world = world();
    world.submit(job(1, 2));
    for (int i = 0; i < 2; i++) {
      exits(world, world.first(JOB), 3);
      assertThat(world.active(JOB)).isEmpty();
      world.pass(Duration.ofSeconds(10)).tick();
      assertThat(world.active(JOB)).hasSize(1);
    }
    exits(world, world.first(JOB), 3);
    assertThat(over(world).success()).isFalse();
    assertThat(over(world).sentence())
        .isEqualTo("3 of 3 tries failed; the last one: it ended with exit code 3");
    world.pass(Duration.ofSeconds(10)).tick();
    assertThat(world.instances(JOB)).isEmpty();
  }

  @Test
  void when_too_many_fail_the_others_end() {
    var world = world();
    world.submit(job(2, 0));
    world.serve(JOB);
    var decision = exits(world, world.first(JOB), 1);
    assertThat(World.facts(decision, Fact.InstanceKillDecided.class))
        .singleElement()
        .satisfies(kill -> assertThat(kill.reason()).startsWith("its run is over: 1 of 1 tries"));
  }

  @Test
  void killed_by_hand_it_has_neither_succeeded_nor_failed() {
    var world = world();
    world.submit(job(1, 0));
    world.serve(JOB).kill(JOB, false, world.first(JOB).id());
    var victim = world.instances(JOB).stream().filter(it -> !it.active()).findFirst().orElseThrow();
    // It ends well on SIGTERM, and still has not done its work.
    exits(world, victim, 0);
    assertThat(active(world).succeeded()).isZero();
    assertThat(active(world).failed()).isZero();
    assertThat(world.active(JOB)).hasSize(1);
  }

  @Test
  void lost_with_its_agent_it_is_tried_again_for_nothing() {
    var world = world();
    world.submit(job(1, 0));
    world.serve(JOB).died(world.first(JOB).id(), End.Cause.LOST);
    assertThat(active(world).failed()).isZero();
    assertThat(world.active(JOB)).hasSize(1);
  }

  @Test
  void a_run_that_takes_too_long_has_failed() {
    var world = world();
    world.submit(app(JOB).workload(new Workload.Job(5, Duration.ofHours(1))));
    world.serve(JOB).pass(Duration.ofMinutes(59)).tick();
    assertThat(active(world).number()).isEqualTo(1);
    world.pass(Duration.ofMinutes(1)).tick();
    assertThat(over(world).sentence()).isEqualTo("it ran for longer than PT1H");
    assertThat(world.active(JOB)).isEmpty();
  }

  @Test
  void a_new_configuration_runs_anew_and_a_new_number_does_not() {
    var world = world();
    world.submit(job(1, 0));
    exits(world, world.first(JOB), 0);
    world.submit(job(2, 0));
    assertThat(over(world).number()).isEqualTo(1);
    world.submit(job(2, 0).env("A", "1"));
    assertThat(active(world).number()).isEqualTo(2);
    assertThat(world.active(JOB)).hasSize(2);
    world.force(job(2, 0).env("A", "2"));
    assertThat(active(world).number()).isEqualTo(3);
    assertThat(world.current(JOB)).hasSize(2);
    world.bury(JOB).serve(JOB);
    assertThat(world.instances(JOB)).hasSize(2);
  }

  @Test
  void what_ends_late_does_not_count_for_the_next_run() {
    var world = world();
    world.submit(job(1, 0));
    var old = world.first(JOB);
    world.force(job(1, 0).env("A", "1"));
    exits(world, old, 0);
    assertThat(active(world).succeeded()).isZero();
  }

  @Test
  void a_job_is_started_and_stopped_by_hand() {
    var world = world();
    world.submit(job(1, 0));
    var id = new AppId(JOB);
    assertThat(World.problem(world.send(new Event.JobTriggered(world.now(), "alice", id))))
        .isInstanceOf(Problem.Impossible.class);
    world.send(new Event.JobStopped(world.now(), "alice", id));
    assertThat(over(world).sentence()).isEqualTo("stopped by alice");
    assertThat(world.active(JOB)).isEmpty();
    assertThat(World.problem(world.send(new Event.JobStopped(world.now(), "alice", id))))
        .isInstanceOf(Problem.Impossible.class);
    world.bury(JOB).send(new Event.JobTriggered(world.now(), "alice", id));
    assertThat(active(world).number()).isEqualTo(2);
    assertThat(world.active(JOB)).hasSize(1);
    world.submit(app("/lab/web"));
    var web = new AppId("/lab/web");
    assertThat(World.problem(world.send(new Event.JobTriggered(world.now(), "alice", web))))
        .isInstanceOf(Problem.Impossible.class);
    var none = new AppId("/lab/none");
    assertThat(World.problem(world.send(new Event.JobTriggered(world.now(), "alice", none))))
        .isInstanceOf(Problem.NotFound.class);
  }

  @Test
  void scheduled_it_runs_when_due_and_once_for_all_that_was_missed() {
    var world = world();
    world.submit(hourly(Workload.Overlap.SKIP));
    assertThat(world.instances(JOB)).isEmpty();
    until(world, "2026-01-01T01:00:00Z");
    assertThat(world.active(JOB)).hasSize(1);
    exits(world, world.first(JOB), 0);
    assertThat(over(world).success()).isTrue();
    // Nobody led for hours.
    until(world, "2026-01-01T05:30:00Z");
    assertThat(active(world).number()).isEqualTo(2);
    exits(world, world.first(JOB), 0);
    assertThat(world.tick().facts()).isEmpty();
    until(world, "2026-01-01T06:00:00Z");
    assertThat(active(world).number()).isEqualTo(3);
  }

  @Test
  void while_one_runs_the_next_time_is_left_out_or_takes_its_place() {
    var skip = world();
    skip.submit(hourly(Workload.Overlap.SKIP));
    until(skip, "2026-01-01T01:00:00Z");
    skip.serve(JOB);
    until(skip, "2026-01-01T02:10:00Z");
    assertThat(active(skip).number()).isEqualTo(1);
    exits(skip, skip.first(JOB), 0);
    assertThat(over(skip).number()).isEqualTo(1);
    var replace = world();
    replace.submit(hourly(Workload.Overlap.REPLACE));
    until(replace, "2026-01-01T01:00:00Z");
    replace.serve(JOB);
    until(replace, "2026-01-01T02:00:00Z");
    assertThat(active(replace).number()).isEqualTo(2);
    assertThat(replace.instances(JOB)).hasSize(2);
    assertThat(replace.active(JOB)).hasSize(1);
    replace.bury(JOB);
    assertThat(replace.tick().facts()).isEmpty();
  }

  @Test
  void scaled_to_nothing_it_rests_and_what_was_missed_meanwhile_is_not_made_good() {
    var world = world();
    world.submit(hourly(Workload.Overlap.SKIP));
    world.submit(hourly(Workload.Overlap.SKIP).instances(0));
    until(world, "2026-01-01T03:30:00Z");
    assertThat(world.instances(JOB)).isEmpty();
    world.submit(hourly(Workload.Overlap.SKIP));
    assertThat(world.instances(JOB)).isEmpty();
    until(world, "2026-01-01T04:00:00Z");
    assertThat(world.active(JOB)).hasSize(1);
    world.submit(hourly(Workload.Overlap.SKIP).instances(0));
    assertThat(over(world).sentence()).isEqualTo("it was scaled to 0");
    assertThat(world.active(JOB)).isEmpty();
  }

  @Test
  void a_docket_wakes_a_scheduled_app_in_time() {
    var world = world();
    var docket = Docket.everything(world.state);
    var spec = hourly(Workload.Overlap.SKIP).build();
    var submitted =
        new Event.AppSubmitted(world.now(), "alice", spec, new Event.Expectation.Any(), false);
    Scheduler.turn(world.state, docket, submitted, Rules.DEFAULT);
    var due = new Event.Tick(Instant.parse("2026-01-01T01:00:00Z"));
    assertThat(
            World.facts(
                Scheduler.turn(world.state, docket, due, Rules.DEFAULT), Fact.RunStarted.class))
        .extracting(Fact.RunStarted::cause)
        .containsExactly("due at 2026-01-01T01:00:00Z");
  }

  @Test
  void a_service_turned_into_a_job_ends_and_stands_for_none_of_its_instances() {
    var world = world();
    world.running(app(JOB).instances(2));
    world.submit(job(2, 0));
    assertThat(world.current(JOB)).hasSize(2);
    assertThat(world.active(JOB)).hasSize(2);
    world.bury(JOB).serve(JOB);
    exits(world, world.first(JOB), 0);
    exits(world, world.first(JOB), 0);
    assertThat(over(world).success()).isTrue();
    assertThat(world.instances(JOB)).isEmpty();
  }

  @Test
  void a_job_turned_into_a_service_goes_on_as_one() {
    var world = world();
    world.submit(job(1, 0));
    world.force(app(JOB));
    assertThat(over(world).sentence()).isEqualTo("it is no longer a job");
    assertThat(world.current(JOB)).hasSize(1);
  }
}
