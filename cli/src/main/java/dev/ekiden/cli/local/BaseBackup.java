package dev.ekiden.cli.local;

import dev.ekiden.cli.archive.ArchiveWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Copies the files of a PostgreSQL that runs and is written to, by its low-level backup functions
 * (manual, "Making a Base Backup Using the Low Level API"): the files between {@code
 * pg_backup_start} and {@code pg_backup_stop}, in whatever state each is caught; the label that
 * tells recovery where to begin; and all write-ahead log in between, which a temporary slot keeps
 * from being recycled. Started on the copy, PostgreSQL replays that log, and refuses to start if it
 * does not reach the end of the backup. What was committed before the stop is in it.
 *
 * @param connection of the superuser, without a limit of time: the backup ends if it closes
 * @param folder PostgreSQL's data
 * @param prefix what names in the archive begin with
 */
record BaseBackup(Connection connection, Path folder, String prefix) {
  private static final String LABEL = "ekiden backup";
  private static final String CONTROL = "global/pg_control";
  private static final String WAL = "pg_wal";

  /** A segment has 16 MiB, so 256 of them have the 32 lower bits of a position. */
  private static final int SEGMENTS_PER_FILE_ID = 256;

  private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");

  /** Reading may meet a writer; what it writes takes microseconds. */
  private static final int CONTROL_READS = 100;

  /** What these hold is of the running server only; the folders themselves must be there. */
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_dynshmem",
          "pg_notify",
          "pg_replslot",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans",
          WAL);

  private static final Set<String> LEFT_OUT =
      Set.of(
          "postmaster.pid",
          "postmaster.opts",
          "backup_label",
          "tablespace_map",
          "postgresql.auto.conf.tmp",
          CONTROL);

  /** Caches and temporary files, at any depth. */
  private static final Pattern TEMPORARY =
      Pattern.compile("(.*/)?(pgsql_tmp[^/]*|pg_internal\\.init[^/]*)");

  /** Where the log that the copy needs begins and ends: names of its first and last segment. */
  private record Range(String first, String last) {}

  void copyTo(ArchiveWriter archive) throws SQLException, IOException {
    query("select pg_create_physical_replication_slot('ekiden_backup', true, true)");
    var first = query("select pg_walfile_name(pg_backup_start('" + LABEL + "', true))").getFirst();
    folder(archive, folder);
    archive.bytes(name(folder.resolve(CONTROL)), control());
    var end =
        query(
            "select pg_walfile_name(lsn), labelfile, spcmapfile"
                + " from pg_backup_stop(wait_for_archive => false)");
    if (!end.get(2).isEmpty()) {
      throw new IOException("PostgreSQL has tablespaces, which live elsewhere: " + end.get(2));
    }
    archive.bytes(
        name(folder.resolve("backup_label")), end.get(1).getBytes(StandardCharsets.UTF_8));
    log(archive, new Range(first, end.getFirst()));
  }

  /** {@code 18.6}. */
  static String version(Connection connection) throws SQLException {
    return query(connection, "show server_version").getFirst();
  }

  private void folder(ArchiveWriter archive, Path at) throws IOException {
    archive.folder(at.equals(folder) ? prefix : name(at), at);
    if (EMPTIED.contains(relative(at))) {
      if (relative(at).equals(WAL)) {
        archive.folder(name(at.resolve("archive_status")), at);
      }
      return;
    }
    for (var path : inside(at)) {
      if (Files.isDirectory(path)) {
        folder(archive, path);
      } else if (wanted(relative(path))) {
        archive.file(name(path), path);
      }
    }
  }

  static boolean wanted(String file) {
    return !LEFT_OUT.contains(file) && !TEMPORARY.matcher(file).matches();
  }

  /** It is rewritten in place, so it is read until two reads in a row agree. */
  private byte[] control() throws IOException {
    var file = folder.resolve(CONTROL);
    var before = Files.readAllBytes(file);
    for (int i = 0; i < CONTROL_READS; i++) {
      var now = Files.readAllBytes(file);
      if (Arrays.equals(before, now)) {
        return now;
      }
      before = now;
    }
    throw new IOException(file + " changes all the time");
  }

  private void log(ArchiveWriter archive, Range range) throws IOException {
    var segments =
        inside(folder.resolve(WAL)).stream()
            .map(path -> path.getFileName().toString())
            .filter(name -> SEGMENT.matcher(name).matches())
            .filter(name -> name.compareTo(range.first()) >= 0)
            .filter(name -> name.compareTo(range.last()) <= 0)
            .toList();
    if (segments.size() != number(range.last()) - number(range.first()) + 1) {
      throw new IOException(
          "the write-ahead log from %s to %s is not whole: %s"
              .formatted(range.first(), range.last(), segments));
    }
    for (var segment : segments) {
      var path = folder.resolve(WAL).resolve(segment);
      archive.file(name(path), path);
    }
  }

  /** A segment's name is its timeline, the upper and the lower part of its number, in hex. */
  static long number(String segment) {
    return Long.parseLong(segment, 8, 16, 16) * SEGMENTS_PER_FILE_ID
        + Long.parseLong(segment, 16, 24, 16);
  }

  private static List<Path> inside(Path folder) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      return StreamSupport.stream(all.spliterator(), false).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of(); // a database that was just dropped
    }
  }

  private String relative(Path path) {
    return folder.relativize(path).toString();
  }

  private String name(Path path) {
    return prefix + "/" + relative(path);
  }

  private List<String> query(String sql) throws SQLException {
    return query(connection, sql);
  }

  /** The columns of the only row; an absent value is an empty text. */
  private static List<String> query(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      var values = new String[row.getMetaData().getColumnCount()];
      for (int i = 0; i < values.length; i++) {
        var value = row.getString(i + 1);
        values[i] = value == null ? "" : value;
      }
      return List.of(values);
    }
  }
}
