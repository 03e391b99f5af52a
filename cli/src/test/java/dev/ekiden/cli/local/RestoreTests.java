package dev.ekiden.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.cli.archive.ArchiveWriter;
import dev.ekiden.cli.archive.Manifest;
import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTests {
  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();
  private Path file;
  private Path data;

  @BeforeEach
  void backUp() throws IOException {
    file = folder.resolve("backup.tgz");
    data = folder.resolve("data");
    write("18.6");
  }

  @Test
  void an_empty_machine_gets_everything_and_the_next_command_finds_it() throws IOException {
    restore(false);

    assertThat(data.resolve("secrets.properties")).hasContent("key=old");
    assertThat(data.resolve("artifacts/abc")).hasContent("bytes");
    assertThat(names(data)).doesNotContain(".restoring");
    assertThat(new DataDir(data).exists()).isTrue();
    assertThat(Topology.of(new DataDir(data))).isEqualTo(new Topology(3, 2));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("secrets.properties"))))
        .isEqualTo("rw-------");
  }

  @Test
  void what_agents_and_the_router_keep_stays_where_it_is() throws IOException {
    put("agents/agent-1/instances/i1/checkpoint", "pid 7");
    put("router/haproxy.pid", "");

    restore(false);

    assertThat(data.resolve("agents/agent-1/instances/i1/checkpoint")).hasContent("pid 7");
    assertThat(data.resolve("router/haproxy.pid")).exists();
    assertThat(data.resolve("artifacts/abc")).hasContent("bytes");
  }

  @Test
  void masters_are_told_to_begin_above_every_epoch_that_agents_have_seen() throws IOException {
    long far = Instant.now().getEpochSecond() + 5_000_000;
    put("agents/agent-1/epoch", far + "\n");
    put("agents/agent-2/epoch", "12");

    restore(false);

    assertThat(Long.parseLong(Files.readString(data.resolve("postgres/ekiden-restored"))))
        .isGreaterThan(far);
  }

  @Test
  void masters_are_told_to_begin_above_every_earlier_restore_of_the_same_backup()
      throws IOException {
    long now = Instant.now().getEpochSecond();

    restore(false);

    assertThat(Long.parseLong(Files.readString(data.resolve("postgres/ekiden-restored"))))
        .isGreaterThanOrEqualTo(now);
  }

  @Test
  void data_that_is_there_is_refused() throws IOException {
    haveData();

    assertThatThrownBy(() -> restore(false))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("holds data already")
        .hasMessageContaining("--force");
    assertThat(data.resolve("secrets.properties")).hasContent("key=new");
  }

  @Test
  void data_that_is_there_is_moved_aside_whole_but_for_what_runs_here() throws IOException {
    haveData();
    put("agents/agent-1/epoch", "7");

    restore(true);

    assertThat(data.resolve("secrets.properties")).hasContent("key=old");
    assertThat(data.resolve("agents/agent-1/epoch")).hasContent("7");
    var aside = onlyOneBeside("data.before-restore-");
    assertThat(aside.resolve("secrets.properties")).hasContent("key=new");
    assertThat(aside.resolve("logs/old.log")).exists();
    assertThat(Topology.of(new DataDir(aside))).isEqualTo(new Topology(1, 2));
    assertThat(said.toString()).contains(aside.toString());
  }

  @Test
  void a_folder_of_somebody_else_is_refused_even_by_force() throws IOException {
    put("precious", "keep me");

    assertThatThrownBy(() -> restore(true)).hasMessageContaining("other things");
    assertThat(data.resolve("precious")).hasContent("keep me");
  }

  @Test
  void a_damaged_backup_changes_nothing_and_leaves_nothing() throws IOException {
    damage();

    assertThatThrownBy(() -> restore(false))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("cannot be restored");
    assertThat(data).doesNotExist();

    haveData();
    assertThatThrownBy(() -> restore(true)).hasMessageContaining("cannot be restored");
    assertThat(data.resolve("secrets.properties")).hasContent("key=new");
    assertThat(names(data)).doesNotContain(".restoring");
  }

  @Test
  void a_restore_that_was_cut_off_can_be_done_again() throws IOException {
    put(".restoring/postgres/half", "");
    put("secrets.properties", "key=old");

    restore(true);

    assertThat(data.resolve("postgres/half")).doesNotExist();
    assertThat(data.resolve("artifacts/abc")).hasContent("bytes");
  }

  @Test
  void files_of_another_postgresql_are_refused_by_their_version() throws IOException {
    write("17.2");

    assertThatThrownBy(() -> restore(false)).hasMessageContaining("PostgreSQL 17.2");
    assertThat(data).doesNotExist();
  }

  private void restore(boolean force) {
    new Restore(
            new Checkout(folder, folder),
            new DataDir(data),
            new Console(new PrintWriter(said, true), false))
        .from(file, force);
  }

  private void write(String postgres) throws IOException {
    try (var archive = ArchiveWriter.to(file, _ -> {})) {
      for (var member :
          List.of(
              List.of("postgres/PG_VERSION", "18"),
              List.of("artifacts/abc", "bytes"),
              List.of("secrets.properties", "key=old"),
              List.of("run/topology.properties", "masters=3\nagents=2\n"))) {
        archive.bytes(member.getFirst(), member.getLast().getBytes(StandardCharsets.UTF_8));
      }
      archive.finish(
          new Manifest(
              Manifest.FORMAT, "0.1.0", postgres, Instant.now(), 3, 41, archive.members()));
    }
  }

  /** In the middle of the compressed bytes. */
  private void damage() throws IOException {
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(file, bytes);
  }

  private void haveData() throws IOException {
    new DataDir(data).create();
    new Topology(1, 2).keep(new DataDir(data));
    put("secrets.properties", "key=new");
    put("logs/old.log", "");
  }

  private void put(String name, String text) throws IOException {
    var path = data.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Path onlyOneBeside(String prefix) throws IOException {
    var found = names(folder).stream().filter(name -> name.startsWith(prefix)).toList();
    assertThat(found).hasSize(1);
    return folder.resolve(found.getFirst());
  }

  private static List<String> names(Path path) throws IOException {
    try (Stream<Path> all = Files.list(path)) {
      return all.map(each -> each.getFileName().toString()).toList();
    }
  }
}
