package dev.ekiden.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.agent.disk.DurableFile;
import dev.ekiden.core.wire.EndCause;
import dev.ekiden.core.wire.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays of ended instances, and for how long. */
class LeftoversTests {
  private static final long NOW = Leftovers.LONGEST.toMillis() * 100;
  private static final long OLD = NOW - Leftovers.LONGEST.toMillis() - 1;

  @TempDir private Path instances;
  private UserIds userIds;
  private Leftovers leftovers;

  @BeforeEach
  void start() {
    userIds = new UserIds(1, 3);
    leftovers =
        new Leftovers(
            instances,
            Set.of("live")::contains,
            dir -> DurableFile.deleteTree(dir.path()),
            userIds);
  }

  private void ended(String id, long seq, long atMillis) throws IOException {
    Files.createDirectories(instances.resolve(id));
    new InstanceDir(instances.resolve(id))
        .ended(new Report.Ended(seq, id, EndCause.EXITED, 0, "", List.of(), atMillis));
    userIds.take(id);
  }

  private List<String> left() {
    return DurableFile.names(instances).stream().sorted().toList();
  }

  @Test
  void the_newest_stay_whatever_the_clock_said() throws Exception {
    ended("first", 1, NOW + 1000);
    ended("second", 2, NOW);
    ended("third", 3, NOW - 1000);
    assertThat(leftovers.keep(2)).isEqualTo(1);
    assertThat(left()).containsExactly("second", "third");
    assertThat(userIds.take("fourth")).as("the id of the first").isEqualTo(1);
  }

  @Test
  void what_is_older_than_a_week_goes_and_what_lives_never() throws Exception {
    ended("old", 1, OLD);
    ended("new", 2, OLD + 1);
    ended("live", 3, OLD);
    leftovers.tidy(NOW, () -> false);
    assertThat(left()).containsExactly("live", "new");
  }

  @Test
  void where_there_is_no_room_the_oldest_go_until_there_is() throws Exception {
    ended("first", 1, NOW);
    ended("second", 2, NOW);
    ended("third", 3, NOW);
    leftovers.tidy(NOW, () -> left().size() > 1);
    assertThat(left()).containsExactly("third");
  }

  @Test
  void what_cannot_be_deleted_keeps_its_user_id() throws Exception {
    var stubborn =
        new Leftovers(
            instances,
            id -> false,
            dir -> {
              throw new UncheckedIOException(new IOException("busy"));
            },
            userIds);
    ended("first", 1, OLD);
    stubborn.tidy(NOW, () -> true);
    assertThat(List.of(userIds.take("a"), userIds.take("b"))).doesNotContain(1);
  }
}
