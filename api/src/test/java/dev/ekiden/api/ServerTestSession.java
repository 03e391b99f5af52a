package dev.ekiden.api;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Keeps a PostgreSQL running around all tests of a launch that need one: those that Failsafe runs
 * in the server. Started before Arquillian's container, stopped after it.
 */
public final class ServerTestSession implements LauncherSessionListener {
  private EmbeddedPostgres database;

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    var port = System.getProperty("it.database.port");
    if (port == null) {
      return;
    }
    needLiberty(Path.of(System.getProperty("liberty.home")));
    try {
      database =
          EmbeddedPostgres.builder()
              .setPort(Integer.parseInt(port))
              .setDataDirectory(Path.of(System.getProperty("it.database.folder")))
              .setCleanDataDirectory(true)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start on port " + port, e);
    }
  }

  private static void needLiberty(Path home) {
    if (!Files.isExecutable(home.resolve("bin/server"))) {
      throw new IllegalStateException(
          "Open Liberty is not in "
              + home
              + ": run ./ekiden test, which fetches it, or name another with -Dliberty.home=FOLDER.");
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (database != null) {
      try {
        database.close();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL does not stop", e);
      }
    }
  }
}
