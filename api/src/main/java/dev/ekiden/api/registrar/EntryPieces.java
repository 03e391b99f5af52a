package dev.ekiden.api.registrar;

import dev.ekiden.core.state.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cuts a snapshot's entries into pieces of bounded size: JSON, a line each, deflated. What is
 * written here has {@link Snapshots#FORMAT}.
 */
final class EntryPieces {
  /** Text in a piece at least, but for the last one; an entry more at most. */
  private static final int PIECE_BYTES = 1 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // A number that a later version added is missing in snapshots of old.
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();
  private static final ObjectWriter WRITER = MAPPER.writerFor(Snapshot.Entry.class);
  private static final ObjectReader READER = MAPPER.readerFor(Snapshot.Entry.class);

  private final Sink sink;
  private final int pieceBytes;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private int inPiece;
  private int pieces;
  private long entries;
  private long bytes;

  /** Takes the pieces, numbered from 1. */
  interface Sink {
    void accept(int number, byte[] piece);
  }

  EntryPieces(Sink sink) {
    this(sink, PIECE_BYTES);
  }

  EntryPieces(Sink sink, int pieceBytes) {
    this.sink = sink;
    this.pieceBytes = pieceBytes;
  }

  void add(Snapshot.Entry entry) {
    var text = WRITER.writeValueAsBytes(entry);
    buffer.writeBytes(text);
    buffer.write('\n');
    inPiece += text.length + 1;
    entries++;
    if (inPiece >= pieceBytes) {
      finish();
    }
  }

  /** Gives away what is left. */
  void finish() {
    if (inPiece > 0) {
      pieces++;
      bytes += inPiece;
      sink.accept(pieces, deflated(buffer));
      buffer.reset();
      inPiece = 0;
    }
  }

  /** Speed before size: a leader has better things to do, and names repeat so often anyhow. */
  private static byte[] deflated(ByteArrayOutputStream text) {
    var piece = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.BEST_SPEED);
    try (var out = new DeflaterOutputStream(piece, deflater)) {
      text.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    } finally {
      deflater.end();
    }
    return piece.toByteArray();
  }

  /** The entries of a piece, one at a time. */
  static Iterator<Snapshot.Entry> read(byte[] piece) {
    return READER.readValues(new InflaterInputStream(new ByteArrayInputStream(piece)));
  }

  int pieces() {
    return pieces;
  }

  long entries() {
    return entries;
  }

  /** Of text, before it was compressed. */
  long bytes() {
    return bytes;
  }
}
