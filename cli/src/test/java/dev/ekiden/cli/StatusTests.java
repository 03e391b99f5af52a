package dev.ekiden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.cli.local.Health;
import dev.ekiden.cli.local.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StatusTests {
  private static final List<Row> ROWS =
      List.of(
          new Row("master-1", "https://localhost:9443", Health.UP, 4711),
          new Row("agent-1", "localhost:31000-31999", Health.DOWN, 0));

  @Test
  void json_is_an_array_of_name_pid_address_health() {
    var json = new JsonMapper().readTree(StatusCommand.json(ROWS));
    assertThat(json)
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    [
                      {"name":"master-1","pid":4711,"address":"https://localhost:9443","health":"up"},
                      {"name":"agent-1","pid":null,"address":"localhost:31000-31999","health":"down"}
                    ]
                    """));
  }

  @Test
  void text_is_one_row_per_process_below_a_heading() {
    assertThat(StatusCommand.table(ROWS).lines())
        .satisfiesExactly(
            heading -> assertThat(heading).startsWith("NAME").contains("HEALTH"),
            master -> assertThat(master).startsWith("master-1").contains("4711").contains("up"),
            agent -> assertThat(agent).startsWith("agent-1").contains(" - ").contains("down"));
  }
}
