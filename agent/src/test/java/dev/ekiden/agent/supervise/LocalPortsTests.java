package dev.ekiden.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalPortsTests {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                | 32000-32999
          8080              | 8080,32000-32999
          31000-31999       | 31000-32999
          32100,32990-33010 | 32000-33010
          31000-40000       | 31000-40000
          """)
  void what_others_have_reserved_stays_so(String before, String after) throws IOException {
    var list = Files.writeString(directory.resolve("list"), before + "\n");
    assertThat(LocalPorts.reserve(list, 32_000, 32_999)).isTrue();
    assertThat(list).content().isEqualToIgnoringWhitespace(after);
  }

  @Test
  void a_kernel_without_such_a_list_is_told() {
    assertThatThrownBy(() -> LocalPorts.reserve(directory.resolve("none"), 1, 2))
        .isInstanceOf(NoSuchFileException.class);
  }
}
