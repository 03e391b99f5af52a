package dev.ekiden.agent.network;

import dev.ekiden.agent.disk.Json;
import dev.ekiden.agent.exec.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Calls CNI plugins: programs that read a configuration and write a result. Calls for one instance
 * wait for each other, across agents too: a plugin goes on when its agent is killed, and the next
 * agent's must not undo what is not done yet.
 *
 * @param directory where they are
 */
record Plugins(Path directory) {
  private static final int LOCK_SECONDS = 60;

  /** Where a call works: an instance's name for CNI, its namespace, and the lock to hold. */
  record Site(String container, Path namespace, Path lock) {}

  /** Returns what it answers; nothing for plugins that answer nothing. */
  JsonNode add(Site site, Chain.Link link) throws IOException {
    return call("ADD", site, link);
  }

  /** Undoes it, all or what there is of it. */
  void delete(Site site, Chain.Link link) throws IOException {
    call("DEL", site, link);
  }

  private JsonNode call(String verb, Site site, Chain.Link link) throws IOException {
    var environment = new TreeMap<String, String>();
    environment.put("CNI_COMMAND", verb);
    environment.put("CNI_CONTAINERID", site.container());
    environment.put("CNI_NETNS", site.namespace().toString());
    environment.put("CNI_IFNAME", link.type().equals(Chain.LOOPBACK) ? "lo" : "eth0");
    environment.put("CNI_PATH", directory.toString());
    var outcome =
        Program.run(command(site, link), link.config().toString(), Map.copyOf(environment));
    if (!outcome.ok()) {
      throw new IOException("the CNI plugin %s failed: %s".formatted(link.type(), reason(outcome)));
    }
    try {
      return Json.MAPPER.readTree(outcome.said());
    } catch (JacksonException e) {
      throw new IOException(
          "the CNI plugin %s answered no JSON: %s".formatted(link.type(), outcome.line()), e);
    }
  }

  /** {@code flock} passes the open lock on to the plugin, which so holds it to its own end. */
  private List<String> command(Site site, Chain.Link link) {
    return List.of(
        "flock",
        "-w",
        Integer.toString(LOCK_SECONDS),
        site.lock().toString(),
        directory.resolve(link.type()).toString());
  }

  private static String reason(Program.Outcome outcome) {
    try {
      var error = Json.MAPPER.readTree(outcome.said());
      var message = error.path("msg").asString("");
      var details = error.path("details").asString("");
      return details.isEmpty() ? message : message + ": " + details;
    } catch (JacksonException _) {
      return outcome.line().isEmpty() ? "its lock is held for too long" : outcome.line();
    }
  }
}
