package dev.ekiden.agent.link;

import dev.ekiden.agent.disk.DurableFile;
import java.nio.file.Path;

/** The highest epoch ever seen, on disk before an order of that epoch is carried out. */
final class Epoch {
  private final Path file;
  private long highest;

  Epoch(Path file) {
    this.file = file;
    this.highest =
        DurableFile.read(file).map(bytes -> Long.parseLong(new String(bytes).strip())).orElse(0L);
  }

  synchronized long highest() {
    return highest;
  }

  /** False for an order of a deposed leader. */
  synchronized boolean admits(long epoch) {
    if (epoch < highest) {
      return false;
    }
    if (epoch > highest) {
      DurableFile.write(file, Long.toString(epoch));
      highest = epoch;
    }
    return true;
  }
}
