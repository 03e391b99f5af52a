package dev.ekiden.api.registrar;

import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Snapshot;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Whole states in the database, piece by piece. A snapshot is begun → complete → stale → gone: its
 * pieces are written one by one, then it is marked complete, and before the first piece of an old
 * one is deleted it is no longer complete. Only complete ones are ever read.
 */
@ApplicationScoped
public class Snapshots {
  /**
   * The newest that this version reads and writes. As with {@link FactJson}, a state that older
   * masters understand is written in their format.
   */
  static final int FORMAT = FactJson.FORMAT;

  /** Read ahead at most; a piece has about a megabyte of text. */
  private static final int FETCH_PIECES = 8;

  // Its own connection even beside another open one of the same thread.
  @Resource(lookup = "jdbc/journal", shareable = false)
  private DataSource database;

  /** The newest complete snapshot's header; empty if there is none. */
  Optional<SnapshotHeader> newest() throws SQLException {
    try (var connection = database.getConnection()) {
      return complete(connection).stream().findFirst();
    }
  }

  /** Complete ones, newest first. */
  List<SnapshotHeader> complete(Connection connection) throws SQLException {
    var sql =
        """
        select seq, format, pieces, entries, bytes, completed_at from snapshot
        where completed_at is not null order by seq desc
        """;
    try (var statement = connection.prepareStatement(sql);
        var rows = statement.executeQuery()) {
      var headers = new ArrayList<SnapshotHeader>();
      while (rows.next()) {
        headers.add(header(rows));
      }
      return Collections.unmodifiableList(headers);
    }
  }

  private static SnapshotHeader header(ResultSet row) throws SQLException {
    return new SnapshotHeader(
        row.getLong(1),
        row.getInt(2),
        row.getInt(3),
        row.getLong(4),
        row.getLong(5),
        row.getObject(6, OffsetDateTime.class).toInstant());
  }

  /**
   * The state of the newest snapshot that this master can read, the one before it if need be; the
   * empty state if there never was one.
   */
  Recovered load() throws SQLException {
    try (var connection = database.getConnection()) {
      var headers = complete(connection);
      for (var header : headers) {
        if (header.format() <= FORMAT) {
          return new Recovered(load(connection, header), header.seq());
        }
      }
      if (!headers.isEmpty()) {
        var header = headers.getFirst();
        throw new NewerFormatException("snapshot " + header.seq(), header.format(), FORMAT);
      }
      return new Recovered(new ClusterState(), 0);
    }
  }

  private static ClusterState load(Connection connection, SnapshotHeader header)
      throws SQLException {
    var sql = "select entries from snapshot_piece where snapshot = ? order by number";
    // A cursor instead of all pieces in memory needs a transaction.
    connection.setAutoCommit(false);
    try (var statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH_PIECES);
      statement.setLong(1, header.seq());
      try (var rows = statement.executeQuery()) {
        var entries = new Entries(rows);
        var state = Snapshot.restore(() -> entries);
        header.check(entries.pieces, entries.count);
        return state;
      }
    } catch (UncheckedSqlException e) {
      throw e.error();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Entries of one piece after the other. */
  private static final class Entries implements Iterator<Snapshot.Entry> {
    private final ResultSet rows;
    private Iterator<Snapshot.Entry> piece = Collections.emptyIterator();
    private int pieces;
    private long count;

    private Entries(ResultSet rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      try {
        while (!piece.hasNext() && rows.next()) {
          piece = EntryPieces.read(rows.getBytes(1));
          pieces++;
        }
      } catch (SQLException e) {
        throw new UncheckedSqlException(e);
      }
      return piece.hasNext();
    }

    @Override
    public Snapshot.Entry next() {
      count++;
      return piece.next();
    }
  }

  /** Writes a state down, a transaction for each piece; good for nothing before it returns. */
  void write(Connection connection, ClusterState state, long seq) throws SQLException {
    update(connection, "insert into snapshot (seq, format) values (?, ?)", seq, format(state));
    var pieces = new EntryPieces((number, piece) -> insert(connection, seq, number, piece));
    try {
      Snapshot.take(state, pieces::add);
      pieces.finish();
    } catch (UncheckedSqlException e) {
      throw e.error();
    }
    var sql =
        """
        update snapshot set pieces = ?, entries = ?, bytes = ?, completed_at = now()
        where seq = ?
        """;
    update(connection, sql, pieces.pieces(), pieces.entries(), pieces.bytes(), seq);
  }

  static int format(ClusterState state) {
    for (var app : state.crews()) {
      for (var instance : state.walk(app, true)) {
        if (FactJson.format(instance) > FactJson.FIRST) {
          return FactJson.format(instance);
        }
      }
    }
    return state.apps().stream()
        .flatMap(app -> Stream.concat(Stream.of(app.spec()), app.definitions().values().stream()))
        .mapToInt(FactJson::format)
        .max()
        .orElse(FactJson.FIRST);
  }

  private static void insert(Connection connection, long seq, int number, byte[] piece) {
    var sql = "insert into snapshot_piece (snapshot, number, entries) values (?, ?, ?)";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, seq);
      statement.setInt(2, number);
      statement.setBytes(3, piece);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new UncheckedSqlException(e);
    }
  }

  /** Keeps the newest complete ones and removes the others, half-written ones too. */
  void keep(Connection connection, int count) throws SQLException {
    var headers = complete(connection);
    for (var old : headers.subList(Math.min(count, headers.size()), headers.size())) {
      update(connection, "update snapshot set completed_at = null where seq = ?", old.seq());
    }
    // Small deletes: a piece each.
    var sql =
        """
        delete from snapshot_piece where (snapshot, number) in (
          select p.snapshot, p.number from snapshot_piece p join snapshot s on s.seq = p.snapshot
          where s.completed_at is null limit 1)
        """;
    int deleted;
    do {
      deleted = update(connection, sql);
    } while (deleted > 0);
    update(connection, "delete from snapshot where completed_at is null");
  }

  private static int update(Connection connection, String sql, long... values) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setLong(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }
}
