package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Processes of a stack found by the folder that they work in, for when {@code run/} is lost: what
 * runs in such a folder below the data directory was started by us, for this very data.
 */
record Survivors(DataDir data) {
  private static final Pattern FOLDER =
      Pattern.compile(
          "agents/(agent-[0-9]+)|masters/(master-[0-9]+)/servers/ekiden"
              + "|(router|keycloak|zookeeper|postgres)");
  private static final String DELETED = " (deleted)";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** One process, by the name that {@code status} gives it. */
  record Survivor(String name, ProcessIdentity process) {
    /** Whether it serves instances and visitors, who notice nothing when it ends. */
    boolean isOfThisMachine() {
      return name.startsWith("agent-") || name.equals("router");
    }

    @Override
    public String toString() {
      return name + " (pid " + process.pid() + ")";
    }
  }

  /** Those of our programs; what outlives an agent or the router is not among them. */
  List<Survivor> programs() {
    return ProcessHandle.allProcesses()
        .filter(process -> isProgram(process.pid()))
        .flatMap(process -> survivor(process).stream())
        .toList();
  }

  /** HAProxy, if the router's folder, and with it the way to drive it, is gone. */
  List<Survivor> lostHaproxy() {
    return Files.exists(data.root().resolve("router/haproxy.pid"))
        ? List.of()
        : ProcessHandle.allProcesses()
            .filter(process -> named(process.pid(), "haproxy"))
            .flatMap(process -> survivor(process).stream())
            .toList();
  }

  /** Stops them; PostgreSQL takes an interrupt for a fast shutdown. */
  static void end(List<Survivor> survivors) {
    for (var each : survivors) {
      each.process().end(each.name().equals("postgres") ? "INT" : "TERM", PATIENCE);
    }
  }

  private Optional<Survivor> survivor(ProcessHandle process) {
    return folderOf(process.pid())
        // PostgreSQL's children and HAProxy's workers end with the first of them.
        .filter(
            folder ->
                process
                    .parent()
                    .flatMap(parent -> folderOf(parent.pid()))
                    .filter(folder::equals)
                    .isEmpty())
        .flatMap(this::nameOf)
        .flatMap(
            name ->
                ProcessIdentity.of(process.pid()).map(identity -> new Survivor(name, identity)));
  }

  private Optional<String> nameOf(Path folder) {
    if (!folder.startsWith(data.root())) {
      return Optional.empty();
    }
    var match = FOLDER.matcher(data.root().relativize(folder).toString());
    if (!match.matches()) {
      return Optional.empty();
    }
    for (int i = 1; i <= match.groupCount(); i++) {
      if (match.group(i) != null) {
        return Optional.of(match.group(i));
      }
    }
    return Optional.empty();
  }

  private static boolean isProgram(long pid) {
    return named(pid, "java") || named(pid, "postgres");
  }

  private static boolean named(long pid, String name) {
    return ProcessIdentity.nameOf(pid).filter(name::equals).isPresent();
  }

  private static Optional<Path> folderOf(long pid) {
    try {
      var link = Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd")).toString();
      return Optional.of(
          Path.of(
              link.endsWith(DELETED) ? link.substring(0, link.length() - DELETED.length()) : link));
    } catch (IOException e) {
      return Optional.empty(); // gone, or not ours to see
    }
  }
}
