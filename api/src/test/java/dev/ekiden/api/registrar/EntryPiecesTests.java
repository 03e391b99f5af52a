package dev.ekiden.api.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.InstanceId;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

class EntryPiecesTests {
  /** Kinds of facts that have come since. */
  private static final Set<Class<?>> LATER =
      Set.of(
          Fact.InstanceListened.class,
          Fact.InstanceResizeAsked.class,
          Fact.InstanceResized.class,
          Fact.InstanceResizeRefused.class);

  /** As the first version with snapshots wrote {@link #state}; never to be changed. */
  private static final Path FORMAT_1 = Path.of("src/test/resources/golden/snapshot-format-1.jsonl");

  @Test
  void every_entry_comes_back_as_it_was_written_whatever_the_size_of_a_piece() {
    var entries = entries(state());
    for (int size : new int[] {1, 500, 1 << 20}) {
      var pieces = new ArrayList<byte[]>();
      var writer = new EntryPieces((number, piece) -> pieces.add(number - 1, piece), size);
      entries.forEach(writer::add);
      writer.finish();
      assertThat(read(pieces)).isEqualTo(entries);
      assertThat(pieces).hasSize(writer.pieces());
      assertThat(writer.entries()).isEqualTo(entries.size());
    }
  }

  @Test
  void a_piece_holds_no_more_than_asked_and_one_entry() {
    var entries = entries(state());
    var pieces = new ArrayList<byte[]>();
    var writer = new EntryPieces((_, piece) -> pieces.add(piece), 1);
    entries.forEach(writer::add);
    assertThat(pieces).hasSameSizeAs(entries);
  }

  @Test
  void a_snapshot_of_the_first_format_still_reads() throws IOException {
    if (!Files.exists(FORMAT_1)) {
      Files.write(FORMAT_1, text(state()));
      throw new AssertionError("written for the first time, read it: " + FORMAT_1);
    }
    var piece = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(piece)) {
      out.write(Files.readAllBytes(FORMAT_1));
    }
    var restored = Snapshot.restore(() -> EntryPieces.read(piece.toByteArray()));
    assertThat(entries(restored)).isEqualTo(entries(state()));
  }

  /** Of every type of fact one, and of every type of entry one. */
  private static ClusterState state() {
    var state = new ClusterState();
    FactSamples.all().subList(0, 10).forEach(state::apply);
    // What came later was not counted there.
    dev.ekiden.core.state.FactSamples.all().stream()
        .filter(fact -> !LATER.contains(fact.getClass()))
        .forEach(state::apply);
    FactSamples.all().subList(0, 13).forEach(state::apply);
    var agent = FactSamples.agent().id();
    for (int i = 0; i < 3; i++) {
      var id = new InstanceId("shop_web.instance-live-" + i);
      state.apply(
          new Fact.InstancePlaced(
              id, FactSamples.WEB, FactSamples.AT, agent, List.of(31_100 + i), FactSamples.AT));
    }
    var room = new Resources(100, 64, 10);
    state.apply(new Fact.RoomHeld(agent, FactSamples.WEB, room, FactSamples.AT));
    assertThat(entries(state).stream().<Class<?>>map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(Snapshot.Entry.class.getPermittedSubclasses());
    return state;
  }

  private static List<Snapshot.Entry> entries(ClusterState state) {
    var entries = new ArrayList<Snapshot.Entry>();
    Snapshot.take(state, entries::add);
    return entries;
  }

  private static byte[] text(ClusterState state) throws IOException {
    var text = new ByteArrayOutputStream();
    var writer =
        new EntryPieces(
            (_, piece) -> {
              try (var in = new InflaterInputStream(new java.io.ByteArrayInputStream(piece))) {
                in.transferTo(text);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    Snapshot.take(state, writer::add);
    writer.finish();
    return text.toByteArray();
  }

  private static List<Snapshot.Entry> read(List<byte[]> pieces) {
    var entries = new ArrayList<Snapshot.Entry>();
    pieces.forEach(piece -> EntryPieces.read(piece).forEachRemaining(entries::add));
    return entries;
  }
}
