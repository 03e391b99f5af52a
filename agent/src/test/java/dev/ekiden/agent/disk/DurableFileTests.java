package dev.ekiden.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTests {
  @Test
  void a_tree_is_deleted_that_is_too_deep_for_a_path(@TempDir Path temp) throws Exception {
    var tree = Files.createDirectories(temp.resolve("tree"));
    var dig = "for (1..2000) { mkdir 'deeper' or die; chdir 'deeper' or die }";
    var perl = new ProcessBuilder("perl", "-e", dig).directory(tree.toFile()).inheritIO().start();
    assertThat(perl.waitFor()).isZero();
    DurableFile.deleteForeignTree(tree);
    assertThat(tree).doesNotExist();
  }

  @Test
  void links_are_deleted_and_not_what_they_lead_to(@TempDir Path temp) throws IOException {
    var kept = Files.createDirectories(temp.resolve("kept"));
    Files.writeString(kept.resolve("file"), "x");
    var tree = Files.createDirectories(temp.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("link"), kept);
    DurableFile.deleteForeignTree(tree);
    assertThat(tree).doesNotExist();
    assertThat(kept.resolve("file")).exists();
    DurableFile.deleteForeignTree(tree);
  }
}
