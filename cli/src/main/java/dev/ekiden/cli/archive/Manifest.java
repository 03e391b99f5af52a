package dev.ekiden.cli.archive;

import java.time.Instant;
import java.util.List;

/**
 * What a backup holds, written as its last member, {@code manifest.json}: a file that was cut short
 * has none.
 *
 * @param format {@link #FORMAT} of whoever wrote it
 * @param ekiden version of Ekiden that wrote it
 * @param postgres version of PostgreSQL whose files are in it, like {@code 18.6}
 * @param takenAt when the copy was complete
 * @param epoch newest epoch that is in it, or an older one
 * @param seq number of the journal's last batch that is in it, or an earlier one
 * @param members all files, in the order in which they were written
 */
public record Manifest(
    int format,
    String ekiden,
    String postgres,
    Instant takenAt,
    long epoch,
    long seq,
    List<Member> members) {
  /** What this version writes and reads. */
  public static final int FORMAT = 1;

  static final String NAME = "manifest.json";

  /** Keeps a copy. */
  public Manifest {
    members = List.copyOf(members);
  }

  /** Bytes of all files together. */
  public long bytes() {
    return members.stream().mapToLong(Member::size).sum();
  }
}
