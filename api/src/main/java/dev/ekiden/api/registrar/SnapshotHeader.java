package dev.ekiden.api.registrar;

import java.time.Instant;

/**
 * What is known of a complete snapshot without reading it.
 *
 * @param seq of the last batch that is in it
 * @param bytes of text, before it was compressed
 */
record SnapshotHeader(long seq, int format, int pieces, long entries, long bytes, Instant takenAt) {
  /** Throws unless this is how much there was to read. */
  void check(int readPieces, long readEntries) {
    if (readPieces != pieces || readEntries != entries) {
      throw new IllegalStateException(
          "snapshot %d has %d pieces with %d entries, but %d with %d were found"
              .formatted(seq, pieces, entries, readPieces, readEntries));
    }
  }
}
