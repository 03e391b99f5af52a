package dev.ekiden.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTests {
  @Test
  void a_full_disk_is_refused_with_what_is_free_and_what_is_needed(@TempDir Path folder) {
    assertThatThrownBy(() -> Disk.requireFree(folder.resolve("not/there/yet"), Long.MAX_VALUE))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("MiB are free")
        .hasMessageContaining(Long.toString(Long.MAX_VALUE));
  }

  @Test
  void deleting_a_tree_leaves_what_its_links_point_to(@TempDir Path folder) throws Exception {
    var outside = Files.writeString(folder.resolve("outside"), "stays");
    var tree = Files.createDirectories(folder.resolve("tree/inner")).getParent();
    Files.createSymbolicLink(tree.resolve("link"), outside);
    Disk.deleteTree(tree);
    assertThat(tree).doesNotExist();
    assertThat(outside).hasContent("stays");
  }
}
