package dev.ekiden.agent.router;

import dev.ekiden.core.wire.RouteTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * What the router remembers in its data directory: {@code routes.json}, the last table it took on,
 * and {@code applied.json}, what HAProxy does. Each file appears whole or not at all.
 */
record DataFiles(Path data) {

  /** Content of {@code applied.json}, for tests and {@code ./ekiden status}. */
  record Applied(long epoch, long seq, String at, int routes, List<Refusal> refused) {
    Applied {
      refused = List.copyOf(refused);
    }
  }

  /** The table that was saved last; an empty one, older than any, at the very first start. */
  RouteTable routes() throws RouterException {
    var file = data.resolve("routes.json");
    try {
      return Files.exists(file)
          ? FeedMessage.JSON.readValue(Files.readString(file), RouteTable.class)
          : new RouteTable(0, 0, List.of());
    } catch (IOException | JacksonException e) {
      throw new RouterException("cannot read " + file, e);
    }
  }

  void save(RouteTable table) throws RouterException {
    writeJson("routes.json", table);
  }

  void applied(RouteTable table, Wanted wanted, Instant at) throws RouterException {
    var routes = wanted.sites().size();
    writeJson(
        "applied.json",
        new Applied(table.epoch(), table.seq(), at.toString(), routes, wanted.refusals()));
  }

  private void writeJson(String name, Object value) throws RouterException {
    var text = FeedMessage.JSON.writeValueAsString(value) + "\n";
    write(data.resolve(name), text, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** Writes beside the file and moves it into place. */
  static void write(Path file, String text, Set<PosixFilePermission> permissions)
      throws RouterException {
    var temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      Files.writeString(temporary, text);
      Files.setPosixFilePermissions(temporary, permissions);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new RouterException("cannot write " + file, e);
    }
  }
}
