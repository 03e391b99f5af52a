package dev.ekiden.api.registrar;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Ends sessions of masters that hang. The database keeps a session's locks for as long as its
 * connection lives, and that of a process that was stopped, or whose machine has lost its network,
 * may live for hours. What such a session has not committed is not lost by that: nobody was told
 * that it is durable.
 */
@ApplicationScoped
public class StaleSessions {
  private static final Logger LOG = Logger.getLogger(StaleSessions.class.getName());

  /** A lot of facts is written down within a second or two. */
  private static final Duration LONGEST_PROJECTING = Duration.ofSeconds(30);

  /** Between two statements of a compaction it reads the whole registrar, at most. */
  private static final Duration LONGEST_IDLE_COMPACTING = Duration.ofMinutes(10);

  private static final String END =
      """
      select pg_terminate_backend(pid) from (
        select distinct pid from pg_locks join pg_stat_activity activity using (pid)
        where granted and pid <> pg_backend_pid() and %s
          and database = (select oid from pg_database where datname = current_database())
      ) stale
      """;

  /** What an append's fence has on the table until it ends; who takes an epoch has another. */
  private static final String APPENDING =
      "relation = 'leader_epoch'::regclass and mode = 'RowShareLock'";

  private static final String PROJECTING =
      """
      relation = 'projection_cursor'::regclass and mode = 'RowShareLock'
      and xact_start < now() - interval '%d milliseconds'
      """;

  private static final String COMPACTING =
      """
      locktype = 'advisory' and (classid::bigint << 32 | objid::bigint) = %d
      and state = 'idle' and state_change < now() - interval '%d milliseconds'
      """;

  @Resource(lookup = "jdbc/journal", shareable = false)
  private DataSource database;

  /**
   * Ends whatever appends to the journal, under whichever epoch. Only for who has been elected:
   * then no append is a leader's any more.
   */
  void endAppends() throws SQLException {
    end("append to the journal", APPENDING);
  }

  /**
   * Ends projecting and compacting that takes so long that its master must hang; otherwise nobody
   * else could do either.
   */
  public void endUpkeep() throws SQLException {
    endUpkeep(LONGEST_PROJECTING, LONGEST_IDLE_COMPACTING);
  }

  void endUpkeep(Duration projecting, Duration compacting) throws SQLException {
    end("project the journal", PROJECTING.formatted(projecting.toMillis()));
    end("compact the journal", COMPACTING.formatted(Compactor.LOCK, compacting.toMillis()));
  }

  private void end(String what, String which) throws SQLException {
    try (var connection = database.getConnection()) {
      int ended = end(connection, which);
      if (ended > 0) {
        LOG.log(
            Level.WARNING,
            "ended {0} session(s) of the database that were to {1}: their master hangs",
            new Object[] {ended, what});
      }
    }
  }

  private static int end(Connection connection, String which) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(END.formatted(which))) {
      int ended = 0;
      while (rows.next()) {
        ended += rows.getBoolean(1) ? 1 : 0;
      }
      return ended;
    }
  }
}
