package dev.ekiden.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFileTests {
  @TempDir private Path directory;

  @Test
  void all_is_read_of_whatever_length() throws Exception {
    for (int length : new int[] {0, 1, 511, 512, 513, 1024, 5000}) {
      var text = "x".repeat(length);
      var file = Files.writeString(directory.resolve("file"), text);
      assertThat(KernelFile.read(file)).isEqualTo(text);
    }
    assertThat(KernelFile.read(Path.of("/proc/self/status"))).startsWith("Name:").contains("Uid:");
  }

  @Test
  void what_is_not_there_is_told_from_what_cannot_be_opened() {
    assertThatThrownBy(() -> KernelFile.read(directory.resolve("nothing")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> KernelFile.read(directory)).isInstanceOf(FileNotFoundException.class);
  }
}
