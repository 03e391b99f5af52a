package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.agent.volume.VolumePolicy;
import dev.ekiden.agent.volume.VolumePolicy.Quota;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTests {
  @Test
  void a_good_file_is_read() throws Exception {
    var config = Config.of(good());
    assertThat(config.attributes()).isEqualTo(Map.of("rack", "r1", "zone", "a"));
    assertThat(config.ports()).isEqualTo(new Config.Range(31_000, 31_999));
    assertThat(config.cpuMillis()).isEqualTo(1500);
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
    "attributes,rack"
  })
  void a_wrong_value_is_named(String key, String value) {
    var properties = good();
    properties.setProperty(key, value);
    assertThatThrownBy(() -> Config.of(properties)).isInstanceOf(Config.BadConfigException.class);
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
