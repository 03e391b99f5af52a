package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Remembers, between {@code restore} and the start of the first master, that the registrar is older
 * than what agents have seen. Agents refuse leaders of an epoch below the highest that they ever
 * met, so no master starts before the registrar's epoch is above all that were used after the
 * backup.
 */
final class Restored {
  private Restored() {}

  /**
   * Marks a restored PostgreSQL folder. Seconds since 1970 outgrow the epochs of every earlier
   * restore of the same backup, as no cluster elects a leader every second; {@code seen} is the
   * highest that agents of this machine have met.
   */
  static void mark(Path postgres, Instant now, long seen) throws IOException {
    long atLeast = Math.max(now.getEpochSecond(), seen + Registrar.EPOCHS_PER_RESTORE);
    Files.writeString(file(postgres), Long.toString(atLeast));
  }

  /**
   * Raises the epoch if the mark is there, then removes the mark; called before any master runs.
   */
  static synchronized void settle(Site site) {
    var mark = file(site.folder("postgres"));
    if (!Files.exists(mark)) {
      return;
    }
    try {
      long atLeast = Long.parseLong(Files.readString(mark).strip());
      if (!new Registrar(site.secrets()).raiseEpoch(atLeast)) {
        throw new Failure("the restored registrar is empty", "restore another backup");
      }
      Files.delete(mark);
    } catch (SQLException e) {
      throw new Failure(
          "the restored registrar's epoch cannot be raised", "run ./ekiden up, all of it", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(Path postgres) {
    return postgres.resolve("ekiden-restored");
  }
}
