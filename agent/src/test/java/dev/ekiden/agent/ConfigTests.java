package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.agent.preflight.Finding;
import dev.ekiden.agent.volume.VolumePolicy;
import dev.ekiden.agent.volume.VolumePolicy.Quota;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTests {
  private static final Facts FACTS = new Facts("6.1.0-40-amd64", "x86_64", 8, 16_000);

  @Test
  void a_good_file_is_read() throws Exception {
    var config = Config.of(good(), FACTS);
    assertThat(config.attributes()).containsEntry("rack", "r1").containsEntry("zone", "a");
    assertThat(config.ports()).isEqualTo(new Config.Range(31_000, 31_999));
    assertThat(config.offer().cpuMillis()).isEqualTo(1500);
    assertThat(config.masters()).hasSize(2);
    assertThat(config.volumes()).isEqualTo(new VolumePolicy(Quota.AUTO, 8192));
  }

  @ParameterizedTest
  @CsvSource({
    "name,Agent 1",
    "name,''",
    "masters,https://localhost:9445",
    "masters,wss://localhost:9445",
    "ports,31000",
    "ports,31999-31000",
    "ports,1-99999",
    "cpus,none",
    "cpus,0",
    "mem,-1",
    "uid.range,a-b",
    "disk.quota,perhaps",
    "disk.unasked,-1",
    "attributes,rack",
    "attributes,rack:",
    "attributes,ra ck:r1",
    "attributes.file,/no/such/file",
    "reserve.disk,-1",
    "reserve.disk,all"
  })
  void a_wrong_value_is_named(String key, String value) {
    var properties = good();
    if (key.startsWith("reserve.")) {
      properties.remove(key.substring("reserve.".length()));
    }
    properties.setProperty(key, value);
    assertThatThrownBy(() -> Config.of(properties, FACTS))
        .isInstanceOf(Config.BadConfigException.class);
  }

  @Test
  void what_is_not_said_is_all_there_is_less_what_the_system_needs() throws Exception {
    var properties = good();
    List.of("cpus", "mem", "disk").forEach(properties::remove);
    var offer = Config.of(properties, FACTS).offer();
    assertThat(offer.cpuMillis()).isEqualTo(8000);
    assertThat(offer.memMib()).isEqualTo(16_000 - 1024);
    var all = Facts.room(Path.of("/")).allMib();
    assertThat(offer.diskMib()).isEqualTo(all - Math.min(5120, all / 2));
    assertThat(offer.lines())
        .contains(
            "cpus: 8 for instances, of 8",
            "mem: 14976 MiB for instances, of 16000 MiB less 1024 MiB for the system");
  }

  @Test
  void the_reservation_is_as_configured() throws Exception {
    var properties = good();
    List.of("cpus", "mem", "disk").forEach(properties::remove);
    properties.setProperty("reserve.cpus", "0.5");
    properties.setProperty("reserve.mem", "2000");
    properties.setProperty("reserve.disk", "0");
    var offer = Config.of(properties, FACTS).offer();
    assertThat(offer.cpuMillis()).isEqualTo(7500);
    assertThat(offer.memMib()).isEqualTo(14_000);
    assertThat(offer.diskMib()).isEqualTo(Facts.room(Path.of("/")).allMib());
    properties.setProperty("reserve.mem", "16000");
    assertThatThrownBy(() -> Config.of(properties, FACTS)).hasMessageContaining("leaves nothing");
  }

  @Test
  void a_small_machine_keeps_half() throws Exception {
    var properties = good();
    properties.remove("mem");
    var offer = Config.of(properties, new Facts("6.1", "x86_64", 1, 1000)).offer();
    assertThat(offer.memMib()).isEqualTo(500);
  }

  @Test
  void more_than_there_is_is_noted() throws Exception {
    var properties = good();
    properties.setProperty("cpus", "9");
    properties.setProperty("mem", "16001");
    properties.setProperty("disk", "999999999");
    assertThat(Config.of(properties, FACTS).offer().findings())
        .extracting(Finding::what)
        .containsExactly(
            "cpus offers 9 and the machine has 8",
            "mem offers 16001 MiB and the machine has 16000 MiB",
            "disk offers 999999999 MiB and the machine has "
                + Facts.room(Path.of("/")).allMib()
                + " MiB");
  }

  @Test
  void attributes_are_facts_then_the_file_then_the_properties(@TempDir Path directory)
      throws Exception {
    var file = directory.resolve("attributes");
    Files.writeString(
        file, "# of this machine\n\ndisk:ssd\nrack:r9\nkernel:ours\nurl:http://x:1\n");
    var properties = good();
    properties.setProperty("attributes.file", file.toString());
    properties.setProperty("attributes", "rack:r1;zone:a");
    assertThat(Config.of(properties, FACTS).attributes())
        .isEqualTo(
            Map.of(
                "arch", "x86_64",
                "cpus", "8",
                "disk", "ssd",
                "kernel", "ours",
                "rack", "r1",
                "url", "http://x:1",
                "zone", "a"));
    Files.writeString(file, "no colon");
    assertThatThrownBy(() -> Config.of(properties, FACTS)).hasMessageContaining("no colon");
  }

  @Test
  void facts_are_those_of_this_machine() {
    var facts = Facts.of(Path.of("/"));
    assertThat(facts.kernel()).isEqualTo(System.getProperty("os.version"));
    assertThat(facts.cpus()).isPositive();
    assertThat(facts.memMib()).isGreaterThan(256);
    assertThat(facts.arch()).isNotEqualTo("amd64");
  }

  @Test
  void a_bad_file_is_one_line_and_exit_code_2(@TempDir Path directory) {
    var said = new ByteArrayOutputStream();
    var err = new PrintStream(said, true, StandardCharsets.UTF_8);
    assertThat(Main.run(new String[] {directory.resolve("none").toString()}, err)).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    assertThat(Main.run(new String[] {"--nonsense"}, err)).isEqualTo(2);
    assertThat(Main.run(new String[] {}, err)).isEqualTo(2);
  }

  private static Properties good() {
    var properties = new Properties();
    properties.putAll(
        Map.of(
            "name", "agent-1",
            "host", "localhost",
            "masters", "ws://localhost:9445, ws://localhost:9455",
            "data", "data",
            "attributes", "rack:r1;zone:a",
            "ports", "31000-31999",
            "cpus", "1.5",
            "mem", "1024",
            "disk", "1024",
            "uid.range", "201000-201999"));
    return properties;
  }
}
