package dev.ekiden.portal.apps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.portal.client.App;
import dev.ekiden.portal.client.AppSummary;
import dev.ekiden.portal.client.When;
import jakarta.json.Json;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizeTests {
  private static String words(String definition) {
    var waiting = new App.Waiting(0, new When.Never(), "", List.of());
    try (var reader = Json.createReader(new StringReader(definition))) {
      return Size.words(
          new App(
              new AppSummary("/a", "RUNNING", "", 1, 1, 1, "", new When.Never()),
              0.5,
              256,
              "",
              reader.readObject(),
              List.of(),
              List.of(),
              waiting,
              List.of()));
    }
  }

  @Test
  void what_each_gets_and_what_it_may_use() {
    assertThat(words("{}")).isEqualTo("0.5 CPUs and 256 MiB");
    assertThat(words("{\"resourceLimits\":{\"cpus\":2.0,\"mem\":\"unlimited\"}}"))
        .isEqualTo("0.5 CPUs (2 at most) and 256 MiB (no limit but the machine's)");
    assertThat(words("{\"resourceLimits\":{\"mem\":1024.0}}"))
        .isEqualTo("0.5 CPUs and 256 MiB (1 GiB at most)");
  }
}
