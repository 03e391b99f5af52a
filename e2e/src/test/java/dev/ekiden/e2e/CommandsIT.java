package dev.ekiden.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the command line says and when it refuses. */
@EndToEnd
class CommandsIT {
  @Test
  void status_has_one_row_for_each_process_and_all_are_up() {
    var rows = Ekiden.status();

    assertThat(rows.keySet())
        .containsExactlyInAnyOrder(
            "master-1",
            "master-2",
            "master-3",
            "agent-1",
            "agent-2",
            "router",
            "keycloak",
            "postgres",
            "zookeeper");
    assertThat(rows.values())
        .allSatisfy(
            row -> {
              assertThat(ProcessHandle.of(row.pid())).as(row.name()).isPresent();
              assertThat(row.address()).as(row.name()).matches(".+:\\d+(-\\d+)?");
              assertThat(row.health()).as(row.name()).isEqualTo("up");
            });
    assertThat(rows.get("master-1").address()).isEqualTo("https://localhost:9443");
    assertThat(rows.get("keycloak").address()).isEqualTo("https://localhost:9444");
  }

  @Test
  void a_second_up_says_that_all_is_up_and_starts_nothing() {
    var before = Ekiden.status();

    var said = Ekiden.up().orFail();

    assertThat(said.out()).contains("Already up");
    assertThat(Ekiden.status()).isEqualTo(before);
  }

  @Test
  void another_stack_is_refused_by_one_line_that_names_the_port_and_nothing_is_left_of_it() {
    var other = Ekiden.TARGET.resolve("other-" + UUID.randomUUID());
    var before = Ekiden.status();

    var said = Ekiden.runOn(other, "up", "--detach", "--no-build");

    assertThat(said.exit()).isNotZero();
    assertThat(said.err().strip()).hasLineCount(1).containsPattern("port \\d{4} is taken by .*pid");
    assertThat(other).doesNotExist();
    assertThat(Ekiden.status()).isEqualTo(before);
  }

  @Test
  void a_token_for_nobody_is_refused_in_one_line() {
    var said = Ekiden.run("token", "nobody");

    assertThat(said.exit()).isNotZero();
    assertThat(said.out()).isEmpty();
    assertThat(said.err().strip()).hasLineCount(1).contains("Keycloak refuses nobody");
  }
}
