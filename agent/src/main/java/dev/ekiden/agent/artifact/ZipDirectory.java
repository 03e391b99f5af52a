package dev.ekiden.agent.artifact;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Counts a zip's central directory before a library reads it into memory whole: the number that the
 * archive states may be a lie.
 */
final class ZipDirectory {
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT = 65_535;
  private static final int END_MAGIC = 0x06054b50;
  private static final int HEADER_MAGIC = 0x02014b50;
  private static final int HEADER_BYTES = 46;
  private static final long ZIP64 = 0xffffffffL;
  private static final int ZIP64_LOCATOR_BYTES = 20;
  private static final int ZIP64_END_BYTES = 56;

  // Measured with commons-compress: 99,000 entries with names of 50 bytes take 55 MiB.
  private static final long ENTRY_HEAP_BYTES = 500;
  private static final long TEXT_HEAP_FACTOR = 3;
  private static final long HEAP_SHARE = 2;

  private ZipDirectory() {}

  /** Throws if it has too many entries or no directory. */
  static void check(Path archive, String name) throws IOException {
    try (var channel = FileChannel.open(archive)) {
      channel.position(start(channel, name));
      var in = new BufferedInputStream(Channels.newInputStream(channel), 64 * 1024);
      var header = new byte[HEADER_BYTES];
      int entries = 0;
      long cost = 0;
      while (in.readNBytes(header, 0, HEADER_BYTES) == HEADER_BYTES) {
        var fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        if (fields.getInt(0) != HEADER_MAGIC) {
          return;
        }
        if (++entries > Unpacker.MAX_ENTRIES) {
          throw new ArtifactException(
              "%s has more than %,d entries".formatted(name, Unpacker.MAX_ENTRIES));
        }
        var texts =
            Short.toUnsignedLong(fields.getShort(28))
                + Short.toUnsignedLong(fields.getShort(30))
                + Short.toUnsignedLong(fields.getShort(32));
        cost += ENTRY_HEAP_BYTES + TEXT_HEAP_FACTOR * texts;
        if (cost > Runtime.getRuntime().maxMemory() / HEAP_SHARE) {
          throw new ArtifactException(
              "%s has too many entries for this agent's memory, more than %,d; a tar.gz has no such limit"
                  .formatted(name, entries - 1));
        }
        in.skipNBytes(texts);
      }
    }
  }

  private static long start(FileChannel channel, String name) throws IOException {
    var size = channel.size();
    var from = Math.max(0, size - END_BYTES - MAX_COMMENT);
    var tail = read(channel, from, (int) (size - from));
    for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END_MAGIC) {
        var offset = Integer.toUnsignedLong(tail.getInt(at + 16));
        return offset == ZIP64 ? zip64(channel, from + at) : offset;
      }
    }
    throw new ArtifactException(name + " is not a zip archive: it has no directory");
  }

  private static long zip64(FileChannel channel, long end) throws IOException {
    var locator = read(channel, end - ZIP64_LOCATOR_BYTES, ZIP64_LOCATOR_BYTES);
    return read(channel, locator.getLong(8), ZIP64_END_BYTES).getLong(48);
  }

  private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
    var buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (at < 0) {
      throw new IOException("its directory is broken");
    }
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {}
    return buffer.flip();
  }
}
