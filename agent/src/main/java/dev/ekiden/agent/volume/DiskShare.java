package dev.ekiden.agent.volume;

/**
 * How the disk of an instance is divided: what its logs may take at most, and the file system of
 * its sandbox, which pays for its own tables too. Together never more than what was asked for.
 *
 * @param sandboxBytes 0: no limit
 * @param logFileBytes size at which a log file is replaced; two of them are kept
 * @param reserved whether the bytes are taken from the machine's disk beforehand
 */
public record DiskShare(long sandboxBytes, long logFileBytes, boolean reserved) {
  private static final long MEBI = 1024L * 1024;
  private static final long MAX_LOG_FILE_BYTES = 10 * MEBI;
  private static final long MIN_LOG_FILE_BYTES = MEBI / 16;
  private static final long LOG_FILES = 2;
  // Of the whole, both log files get an eighth at most.
  private static final long PARTS_PER_LOG_FILE = 16;

  /**
   * @param diskMib as ordered; 0 if nothing was asked for
   * @param unaskedMib what such an instance may take of the disk while there is some left; 0: all
   */
  public static DiskShare of(long diskMib, long unaskedMib) {
    if (diskMib < 0 || unaskedMib < 0) {
      throw new IllegalArgumentException(
          "MiB must not be negative: %d, %d".formatted(diskMib, unaskedMib));
    }
    if (diskMib == 0) {
      return new DiskShare(unaskedMib * MEBI, MAX_LOG_FILE_BYTES, false);
    }
    var bytes = Math.multiplyExact(diskMib, MEBI);
    var log = Math.clamp(bytes / PARTS_PER_LOG_FILE, MIN_LOG_FILE_BYTES, MAX_LOG_FILE_BYTES);
    return new DiskShare(bytes - LOG_FILES * log, log, true);
  }
}
