package dev.ekiden.e2e.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ekiden.e2e.Ekiden;
import dev.ekiden.e2e.Eventually;
import dev.ekiden.e2e.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The stack's processes by name, and what signals do to them. */
final class Processes {
  private static final JsonMapper JSON = new JsonMapper();

  /** Names the point at which a master or an agent ends itself. */
  static final String FAULT = "EKIDEN_FAULT";

  private static final List<String> OTHERS =
      List.of("postgres", "zookeeper", "keycloak", "router", "agent-1", "agent-2");

  private Processes() {}

  /** Pid as the stack has noted it at its start; the process may be gone. */
  static long pid(String name) {
    try {
      var record = JSON.readTree(Files.readString(Ekiden.DATA.resolve("run/" + name + ".json")));
      return record.get("process").get("pid").asLong();
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new AssertionError("the record of " + name + " cannot be read", e);
    }
  }

  static boolean runs(String name) {
    return ProcessHandle.of(pid(name)).filter(ProcessHandle::isAlive).isPresent();
  }

  /** {@code kill -9} of it alone: what it has started lives on. */
  static void kill(String name) {
    Ekiden.kill(pid(name));
  }

  /** {@code kill -9} of it and of all that it has started, at once. */
  static void killWhole(String name) {
    signal("KILL", tree(name));
    awaitEnd(name);
  }

  /** SIGSTOP: it holds its connections and answers nobody. */
  static void pause(String name) {
    signal("STOP", tree(name));
  }

  /** SIGCONT. */
  static void resume(String name) {
    signal("CONT", tree(name));
  }

  /** Asks it to end, with all its children, and waits until it has. */
  static void stop(String name) {
    signal("INT", List.of(pid(name)));
    awaitEnd(name);
  }

  /** Starts it again, and waits until it serves. */
  static void restart(String name) {
    Ekiden.restart(name);
  }

  /** Starts it with more in its environment. */
  static void restart(String name, Map<String, String> environment) {
    Ekiden.restart(name, environment);
  }

  /**
   * Starts what is down. One master of three may stay down: a start costs half a minute, and two
   * must do.
   */
  static void bringBack() {
    var masters = down(Masters.NAMES);
    var down = new ArrayList<>(down(OTHERS));
    if (masters.size() > 1) {
      down.addAll(masters);
    }
    start(down);
  }

  /** Starts all that is down. */
  static void bringAllBack() {
    start(Stream.concat(down(OTHERS).stream(), down(Masters.NAMES).stream()).toList());
  }

  private static List<String> down(List<String> names) {
    return names.stream().filter(name -> !runs(name)).toList();
  }

  private static void start(List<String> names) {
    if (!names.isEmpty()) {
      Ekiden.start(names);
    }
  }

  /** Starts those anew that were started to die at some point and have not come to it. */
  static void disarm(List<String> names) {
    names.stream().filter(Processes::runs).filter(Processes::isRigged).forEach(Processes::restart);
  }

  private static boolean isRigged(String name) {
    try {
      return Files.readString(Path.of("/proc/" + pid(name) + "/environ"), ISO_8859_1)
          .contains(FAULT + "=");
    } catch (IOException e) {
      return false; // it has ended meanwhile
    }
  }

  /** Waits for an end that came by itself. */
  static void awaitEnd(String name) {
    Eventually.holds(
        name + " has ended",
        () -> {
          if (runs(name)) {
            throw new AssertionError("still alive");
          }
        });
  }

  private static List<Long> tree(String name) {
    var root = ProcessHandle.of(pid(name)).orElseThrow(() -> new AssertionError(name + " is gone"));
    return Stream.concat(Stream.of(root), root.descendants()).map(ProcessHandle::pid).toList();
  }

  private static void signal(String signal, List<Long> pids) {
    var words = Stream.concat(Stream.of("kill", "-" + signal), pids.stream().map(String::valueOf));
    Program.run(Path.of("/"), words.toList());
  }
}
