package dev.ekiden.api.registrar;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Writes a new snapshot when the journal has grown, and deletes what nobody needs any more. Works
 * on a state of its own, made from the registrar, so that neither the leader's nor the readers' is
 * touched. A lock in the database keeps a second one from doing the same; should a deposed leader
 * still be at it, what it writes is right nevertheless, as it is made from durable facts only.
 */
@ApplicationScoped
public class Compactor {
  private static final Logger LOG = Logger.getLogger(Compactor.class.getName());

  /** Of all advisory locks in this database ours has this number: "ekiden". */
  static final long LOCK = 0x656b6964656eL;

  /** Should the newest be one that a master of the version before cannot read. */
  private static final int SNAPSHOTS_KEPT = 2;

  // Its own connection even beside another open one of the same thread: it holds the lock.
  @Resource(lookup = "jdbc/ekiden", shareable = false)
  private DataSource database;

  @Inject private Recovery recovery;
  @Inject private Snapshots snapshots;
  @Inject private Trimming trimming;
  @Inject private Retention retention;

  /** Bytes of the journal from one batch to another, so that none is looked at twice. */
  private record Measured(long from, long to, long bytes) {}

  private Measured measured = new Measured(0, 0, 0);

  /** Compacts if it is time, and trims; returns at once if somebody else is doing so. */
  public synchronized void run() throws SQLException {
    locked(
        connection -> {
          if (isDue(connection)) {
            compact(connection);
          }
          trim(connection);
        });
  }

  /** As {@link #run} at a time that somebody else has chosen. */
  synchronized void compact() throws SQLException {
    locked(
        connection -> {
          compact(connection);
          trim(connection);
        });
  }

  private interface Action {
    void with(Connection connection) throws SQLException;
  }

  private void locked(Action action) throws SQLException {
    try (var connection = database.getConnection()) {
      if (ask(connection, "select pg_try_advisory_lock(?)")) {
        try {
          action.with(connection);
        } finally {
          ask(connection, "select pg_advisory_unlock(?)");
        }
      }
    }
  }

  private static boolean ask(Connection connection, String sql) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, LOCK);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private boolean isDue(Connection connection) throws SQLException {
    var last = snapshots.complete(connection).stream().findFirst();
    long from = last.map(SnapshotHeader::seq).orElse(0L);
    var before = measured.from() == from ? measured : new Measured(from, from, 0);
    var sql =
        """
        select count(*), coalesce(sum(octet_length(facts)), 0), coalesce(max(seq), ?)
        from journal where seq > ?
        """;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, before.to());
      statement.setLong(2, before.to());
      try (var row = statement.executeQuery()) {
        row.next();
        measured = new Measured(from, row.getLong(3), before.bytes() + row.getLong(2));
      }
    }
    var since = last.map(SnapshotHeader::takenAt).orElse(begin(connection));
    var growth =
        new Growth(measured.to() - from, measured.bytes(), Duration.between(since, Instant.now()));
    return growth.enough(last.map(SnapshotHeader::bytes).orElse(0L));
  }

  /** When the journal's first batch was written; now if there is none. */
  private static Instant begin(Connection connection) throws SQLException {
    var sql = "select at from journal order by seq limit 1";
    try (var statement = connection.prepareStatement(sql);
        var row = statement.executeQuery()) {
      return row.next() ? row.getObject(1, OffsetDateTime.class).toInstant() : Instant.now();
    }
  }

  private void compact(Connection connection) throws SQLException {
    long begin = System.nanoTime();
    snapshots.keep(connection, SNAPSHOTS_KEPT);
    var recovered = recovery.load();
    var known = snapshots.complete(connection);
    if (recovered.seq() == 0 || isKnown(known, recovered.seq())) {
      return;
    }
    snapshots.write(connection, recovered.state(), recovered.seq());
    snapshots.keep(connection, SNAPSHOTS_KEPT);
    LOG.log(
        Level.INFO,
        "wrote a snapshot at journal position {0} in {1} ms",
        new Object[] {
          Long.toString(recovered.seq()),
          Long.toString(Duration.ofNanos(System.nanoTime() - begin).toMillis())
        });
  }

  private static boolean isKnown(List<SnapshotHeader> known, long seq) {
    return known.stream().anyMatch(header -> header.seq() == seq);
  }

  private void trim(Connection connection) throws SQLException {
    var kept = snapshots.complete(connection);
    if (kept.size() >= SNAPSHOTS_KEPT) {
      long older = kept.get(SNAPSHOTS_KEPT - 1).seq();
      long trimmed = trimming.trim(connection, older, Instant.now().minus(retention.journal()));
      LOG.log(Level.FINE, "trimmed {0} batches", trimmed);
    }
  }
}
