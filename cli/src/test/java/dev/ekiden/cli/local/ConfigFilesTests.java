package dev.ekiden.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.cli.machine.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFilesTests {
  @TempDir private Path folder;

  @Test
  void an_agent_gets_its_name_rack_ports_and_uids_from_its_number() {
    var settings = new AgentProcess(site(), new Topology(1, 2), 2).settings();
    assertThat(settings)
        .containsEntry("name", "agent-2")
        .containsEntry("masters", "wss://localhost:9445")
        .containsEntry("attributes", "rack:r2;zone:a")
        .containsEntry("ports", "32000-32999")
        .containsEntry("uid.range", "202000-202999")
        .containsEntry("keystore", folder.resolve("ssl/agent-2.p12").toString())
        .containsEntry("data", folder.resolve("agents/agent-2").toString());
  }

  @Test
  void memory_of_the_machine_is_divided_between_agents_with_a_floor() {
    var alone = new AgentProcess(site(), new Topology(1, 1), 1).settings();
    var oneOfMany = new AgentProcess(site(), new Topology(1, 30), 1).settings();
    assertThat(Long.parseLong(alone.getOrDefault("mem", "")))
        .isGreaterThanOrEqualTo(Long.parseLong(oneOfMany.getOrDefault("mem", "")));
    assertThat(Long.parseLong(oneOfMany.getOrDefault("mem", ""))).isGreaterThanOrEqualTo(512);
  }

  @Test
  void the_router_knows_all_masters_and_the_fixed_ports() {
    var settings = new Router(site(), new Topology(3, 2)).settings();
    assertThat(settings)
        .containsEntry(
            "masters", "https://localhost:9445,https://localhost:9455,https://localhost:9465")
        .containsEntry("http.port", "7080")
        .containsEntry("https.port", "7443")
        .containsEntry("stats.port", "7090")
        .containsEntry("domain", "apps.localhost")
        .containsEntry("ca.dir", folder.resolve("ssl").toString());
  }

  @Test
  void properties_are_read_back_as_they_were_written() throws Exception {
    var values = new java.util.TreeMap<>(java.util.Map.of("path", "C:\\x", "plain", "a b:c=d"));
    var file = folder.resolve("some.properties");
    PrivateFile.writeProperties(file, values);
    var read = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      read.load(in);
    }
    assertThat(read).isEqualTo(values);
  }

  @Test
  void the_size_of_a_stack_is_kept() {
    var data = new DataDir(folder);
    data.create();
    new Topology(3, 5, MasterHeap.parse("2g")).keep(data);
    var kept = Topology.of(data);
    assertThat(kept).isEqualTo(new Topology(3, 5, new MasterHeap(2048)));
    assertThat(kept.with(UpRequest.everything())).isEqualTo(kept);
    assertThat(kept.with(new UpRequest(0, 2, "768m", List.of(), true)))
        .isEqualTo(new Topology(3, 2, new MasterHeap(768)));
  }

  @Test
  void a_stack_from_before_masters_had_a_size_has_small_ones() throws Exception {
    var data = new DataDir(folder);
    data.create();
    Files.writeString(data.run().resolve("topology.properties"), "masters=1\nagents=2\n");
    assertThat(Topology.of(data)).isEqualTo(new Topology(1, 2, MasterHeap.DEFAULT));
  }

  @Test
  void a_master_for_load_is_not_kept_from_optimizing() {
    assertThat(MasterHeap.DEFAULT.options()).contains("-Xmx512m", "-XX:TieredStopAtLevel=1");
    assertThat(MasterHeap.parse("2G").options())
        .contains("-Xmx2048m")
        .doesNotContain("-XX:TieredStopAtLevel=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "lots", "64m", "-1g", "99999g", "2gb"})
  void a_heap_that_no_master_could_have_is_refused(String heap) {
    assertThatThrownBy(() -> MasterHeap.parse(heap)).isInstanceOf(Failure.class);
  }

  private Site site() {
    return Site.open(new Checkout(folder, folder), new DataDir(folder));
  }
}
