package dev.ekiden.agent.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTests {
  @TempDir Path dir;
  private final TreeMap<String, String> keys = new TreeMap<>();

  @BeforeEach
  void good() throws Exception {
    var file = Files.writeString(dir.resolve("file"), "x").toString();
    keys.put("masters", "https://localhost:9445, https://localhost:9455");
    keys.put("data", dir.resolve("data").toString());
    for (var key : new String[] {"keystore", "keystore.password.file", "truststore"}) {
      keys.put(key, file);
    }
    keys.put("issue.script", file);
    keys.put("ca.dir", dir.toString());
  }

  private Settings read() throws Exception {
    var lines =
        keys.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n"));
    return Settings.read(Files.writeString(dir.resolve("router.properties"), lines));
  }

  @Test
  void reads_the_keys_and_knows_the_fixed_ports() throws Exception {
    var settings = read();
    assertThat(settings.masters())
        .containsExactly(URI.create("wss://localhost:9445"), URI.create("wss://localhost:9455"));
    assertThat(settings.domain()).isEqualTo("apps.localhost");
    assertThat(settings.bind()).isEqualTo("127.0.0.1");
    assertThat(settings.httpPort()).isEqualTo(7080);
    assertThat(settings.httpsPort()).isEqualTo(7443);
    assertThat(settings.statsPort()).isEqualTo(7090);
    assertThat(settings.maxConnections()).isBetween(100, 8000);
  }

  @ParameterizedTest
  @CsvSource({
    "masters, ''",
    "masters, localhost:9445",
    "masters, http://localhost:9445",
    "data, ''",
    "data, /a'b",
    "keystore, /nowhere/at/all",
    "domain, a b",
    "bind, localhost",
    "http.port, 0",
    "http.port, x",
    "https.port, 7080",
    "issue.script, /nowhere/at/all",
  })
  void names_file_key_and_value_of_what_cannot_be(String key, String value) {
    keys.put(key, value);
    assertThatThrownBy(this::read)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("router.properties: ")
        .hasMessageNotContaining("\n");
  }
}
