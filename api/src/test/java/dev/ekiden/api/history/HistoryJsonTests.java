package dev.ekiden.api.history;

import static dev.ekiden.api.Cluster.T0;

import dev.ekiden.api.Golden;
import dev.ekiden.api.json.Json;
import dev.ekiden.api.registrar.projections.AuditLine;
import dev.ekiden.api.registrar.projections.Happening;
import dev.ekiden.api.registrar.projections.InstanceStory;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.End;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryJsonTests {
  @Test
  void an_entry_of_the_audit_has_null_for_what_there_is_not() {
    var body = Json.object();
    var entries = body.putArray("entries");
    entries.add(
        HistoryJson.of(
            new AuditLine(
                3L << 20,
                T0.plusSeconds(2),
                "",
                "quota.set",
                "shop",
                "shop",
                "",
                "",
                "",
                "{\"instances\":4}")));
    entries.add(
        HistoryJson.of(
            new AuditLine(
                2L << 20,
                T0,
                "alice",
                "app.scaled",
                "/shop/web",
                "shop",
                "d-1",
                "",
                "{\"instances\":1}",
                "{\"instances\":2}")));
    entries.add(
        HistoryJson.of(
            new AuditLine(1L << 20, T0, "olga", "agent.drained", "n1", "", "", "", "", "")));
    Golden.assertBody("audit", body);
  }

  @Test
  void an_instance_tells_its_history_and_its_end() {
    var end =
        new End(
            End.Cause.OUT_OF_MEMORY,
            137,
            "ended at its limit of 64 MiB",
            List.of("bye"),
            T0.plusSeconds(9));
    Golden.assertBody(
        "instance-history-ended",
        HistoryJson.of(story("ENDED", new InstanceStory.Ending.Over(end))));
  }

  @Test
  void a_live_instance_has_no_end() {
    Golden.assertBody(
        "instance-history", HistoryJson.of(story("RUNNING", new InstanceStory.Ending.None())));
  }

  private static InstanceStory story(String state, InstanceStory.Ending ending) {
    return new InstanceStory(
        "shop_web.instance-1",
        new AppId("/shop/web"),
        "agent-1",
        List.of(31_000),
        T0,
        state,
        ending,
        List.of(
            new Happening(T0, "PLACED", "on agent-1"),
            new Happening(T0.plusSeconds(1), "RUNNING", "as process 7")));
  }
}
