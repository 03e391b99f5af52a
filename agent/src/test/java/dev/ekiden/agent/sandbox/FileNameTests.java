package dev.ekiden.agent.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileNameTests {
  @Test
  void what_is_utf_8_is_itself_and_the_rest_is_escaped() {
    assertThat(FileName.text("häß 1+1=2 €😀".getBytes(UTF_8))).isEqualTo("häß 1+1=2 €😀");
    assertThat(FileName.text("100%".getBytes(UTF_8))).isEqualTo("100%25");
    assertThat(FileName.text(new byte[] {'c', 'a', 'f', (byte) 0xe9})).isEqualTo("caf%E9");
    assertThat(FileName.text(new byte[] {(byte) 0xe2, (byte) 0x82})).isEqualTo("%E2%82");
  }

  @Test
  void every_byte_comes_back() {
    var all = new byte[255];
    for (int i = 0; i < 255; i++) {
      all[i] = (byte) (i + 1);
    }
    assertThat(FileName.bytes(FileName.text(all))).isEqualTo(all);
    assertThat(FileName.bytes("50% of %zz")).isEqualTo("50% of %zz".getBytes(UTF_8));
  }

  @Test
  void names_on_disk_keep_their_bytes(@TempDir Path directory) throws Exception {
    var names = List.of("caf%E9", "plain", "a%0Ab", "100%25", "ü%FF");
    for (var name : names) {
      Files.createFile(FileName.in(directory, FileName.bytes(name)));
    }
    try (var files = Files.newDirectoryStream(directory)) {
      assertThat(files)
          .extracting(file -> FileName.text(FileName.bytes(file)))
          .containsExactlyInAnyOrderElementsOf(
              List.of("caf%E9", "plain", "a\nb", "100%25", "ü%FF"));
    }
  }
}
