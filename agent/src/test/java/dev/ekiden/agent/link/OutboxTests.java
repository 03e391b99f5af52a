package dev.ekiden.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.wire.Dialect;
import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTests {
  @TempDir Path directory;

  @Test
  void what_is_unacknowledged_survives_a_crash_in_order() throws Exception {
    var before = new Outbox(directory, 100);
    before.add(seq -> new Report.Progress(seq, "a", Report.Step.STARTING, 1));
    before.add(seq -> new Report.Running(seq, "a", 77, 1));
    before.add(seq -> ended(seq, "a"));
    before.add(seq -> ended(seq, "b"));
    before.forget(102);
    Files.writeString(directory.resolve("104.json.part"), "{half");
    var after = new Outbox(directory, 5000);
    assertThat(after.unacknowledged())
        .containsExactly(new Report.Running(101, "a", 77, 1), ended(103, "b"));
    assertThat(after.ended("b")).contains(ended(103, "b"));
    assertThat(after.ended("a")).isEmpty();
  }

  @Test
  void numbers_are_never_used_twice() {
    var used = new TreeSet<Long>();
    for (int run = 0; run < 4; run++) {
      var outbox = new Outbox(directory, 100);
      // More than are taken at once, none of them on disk itself: each run dies without a word.
      for (int report = 0; report < 1500; report++) {
        var next = outbox.add(seq -> new Report.Progress(seq, "a", Report.Step.STARTING, 1));
        assertThat(used.add(Outbox.seq(next))).as("%s again", next).isTrue();
        assertThat(used.last()).isEqualTo(Outbox.seq(next));
      }
    }
  }

  @Test
  void only_the_newest_health_of_an_instance_is_kept() {
    var outbox = new Outbox(directory, 1);
    outbox.add(seq -> health(seq, "a", true));
    outbox.add(seq -> health(seq, "b", true));
    outbox.add(seq -> health(seq, "a", false));
    assertThat(new Outbox(directory, 1).unacknowledged())
        .containsExactly(health(2, "b", true), health(3, "a", false));
  }

  @Test
  void so_many_are_on_their_way_at_most_and_forgotten_ones_make_room() {
    var outbox = new Outbox(directory, 1);
    for (int i = 0; i < 5; i++) {
      outbox.add(seq -> ended(seq, "a"));
    }
    assertThat(outbox.next(-1, 3, List.of())).extracting(Outbox::seq).containsExactly(1L, 2L, 3L);
    assertThat(outbox.next(3, 3, List.of())).isEmpty();
    outbox.forget(2);
    assertThat(outbox.next(3, 3, List.of())).extracting(Outbox::seq).containsExactly(4L);
    outbox.forget(1);
    outbox.forget(3);
    assertThat(outbox.next(4, 3, List.of())).extracting(Outbox::seq).containsExactly(5L);
  }

  @Test
  void a_master_hears_what_it_understands_and_the_rest_waits_for_another() {
    var outbox = new Outbox(directory, 1);
    var speaks = List.of(Dialect.UNALLOCATED_PORTS);
    outbox.add(seq -> ports(seq, "a", 80));
    outbox.add(seq -> health(seq, "a", true));
    outbox.add(seq -> health(seq, "b", true));
    assertThat(outbox.next(-1, 2, List.of()))
        .containsExactly(health(2, "a", true), health(3, "b", true));
    assertThat(outbox.next(2, 2, List.of())).containsExactly(health(3, "b", true));
    assertThat(outbox.next(-1, 2, speaks)).containsExactly(ports(1, "a", 80), health(2, "a", true));
    assertThat(outbox.next(2, 2, speaks)).isEmpty();
    assertThat(new Outbox(directory, 1).next(-1, 9, speaks)).hasSize(3);
  }

  @Test
  void only_the_newest_ports_of_an_instance_are_kept_and_none_after_its_end() {
    var outbox = new Outbox(directory, 1);
    outbox.add(seq -> ports(seq, "a", 80));
    outbox.add(seq -> ports(seq, "b", 80));
    outbox.add(seq -> ports(seq, "a", 80, 81));
    assertThat(outbox.unacknowledged()).containsExactly(ports(2, "b", 80), ports(3, "a", 80, 81));
    outbox.add(seq -> ended(seq, "a"));
    assertThat(new Outbox(directory, 1).unacknowledged())
        .containsExactly(ports(2, "b", 80), ended(4, "a"));
  }

  @Test
  void the_highest_epoch_survives_and_lower_ones_are_refused() {
    var file = directory.resolve("epoch");
    var epoch = new Epoch(file);
    assertThat(epoch.admits(7)).isTrue();
    assertThat(epoch.admits(7)).isTrue();
    assertThat(epoch.admits(6)).isFalse();
    assertThat(new Epoch(file).highest()).isEqualTo(7);
    assertThat(new Epoch(file).admits(6)).isFalse();
  }

  private static Report.Ended ended(long seq, String instance) {
    return new Report.Ended(seq, instance, EndCause.EXITED, 1, "exited", List.of("bye"), 1);
  }

  private static Report.UnallocatedPorts ports(long seq, String instance, Integer... ports) {
    return new Report.UnallocatedPorts(seq, instance, List.of(ports), false);
  }

  private static Report.Health health(long seq, String instance, boolean healthy) {
    return new Report.Health(seq, instance, healthy, 0, "", 1);
  }
}
