package dev.ekiden.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.cli.machine.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirTests {
  @TempDir private Path folder;

  @Test
  void a_folder_that_holds_other_things_is_left_alone() throws Exception {
    var other = Files.writeString(folder.resolve("thesis.tex"), "years of work");
    var data = new DataDir(folder);
    assertThatThrownBy(data::create).isInstanceOf(Failure.class);
    assertThatThrownBy(data::purge).isInstanceOf(Failure.class);
    assertThat(other).exists();
  }

  @Test
  void what_was_created_can_be_purged() {
    var data = new DataDir(folder.resolve("data"));
    assertThat(data.exists()).isFalse();
    data.create();
    data.create();
    assertThat(data.exists()).isTrue();
    data.purge();
    assertThat(data.root()).doesNotExist();
  }
}
