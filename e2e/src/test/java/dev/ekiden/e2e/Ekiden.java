package dev.ekiden.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line of this checkout, on the stack of these tests. */
public final class Ekiden {
  /** The checkout. */
  public static final Path ROOT = Path.of(System.getProperty("ekiden.root"));

  /** What this module's build makes. */
  public static final Path TARGET = Path.of(System.getProperty("ekiden.e2e.target"));

  /** Where the stack keeps its data. */
  public static final Path DATA = TARGET.resolve("stack");

  /** The stack's certificate authority. */
  public static final Path CA = DATA.resolve("ssl/ca.pem");

  /** Tomcat's distribution, as the Apache project publishes it. */
  public static final Path TOMCAT = Path.of(System.getProperty("ekiden.e2e.tomcat", "tomcat.zip"));

  private static final JsonMapper JSON = new JsonMapper();

  private Ekiden() {}

  /** One row of {@code status}. */
  public record Row(String name, long pid, String address, String health) {}

  /** {@code ./ekiden words --data …}. */
  public static Program.Result run(String... words) {
    return runOn(DATA, words);
  }

  /** The same for a stack with its data elsewhere. */
  public static Program.Result runOn(Path data, String... words) {
    return runOn(data, Map.of(), words);
  }

  private static Program.Result runOn(Path data, Map<String, String> environment, String... words) {
    var all = new ArrayList<>(List.of(ROOT.resolve("ekiden").toString()));
    all.addAll(List.of(words));
    all.addAll(List.of("--data", data.toString()));
    return Program.run(ROOT, all, environment);
  }

  /** Starts what is missing, from what the build before this test run has made. */
  public static Program.Result up() {
    return run("up", "--detach", "--no-build", "--masters", "3");
  }

  /** Starts these, at once. */
  public static void start(List<String> names) {
    run("up", "--detach", "--no-build", "--only", String.join(",", names)).orFail();
  }

  /** Starts one process again that died. */
  public static void restart(String name) {
    served(name, run("restart", "--no-build", name));
  }

  /** The same with more in the process's environment: it inherits what we give the command line. */
  public static void restart(String name, Map<String, String> environment) {
    served(name, runOn(DATA, environment, "restart", "--no-build", name));
  }

  private static void served(String name, Program.Result result) {
    if (result.exit() != 0) {
      throw new AssertionError(
          "%s%n%s%n%s"
              .formatted(
                  result.out(),
                  result.err(),
                  ThreadDump.digest(DATA.resolve("logs/" + name + ".log"))));
    }
  }

  /** A fresh access token. */
  public static String token(String user) {
    return run("token", user).orFail().out().strip();
  }

  /** Rows by name. */
  static TreeMap<String, Row> status() {
    var rows = new TreeMap<String, Row>();
    for (JsonNode row : JSON.readTree(run("status", "-o", "json").out())) {
      rows.put(
          row.get("name").asString(),
          new Row(
              row.get("name").asString(),
              row.get("pid").asLong(0),
              row.get("address").asString(),
              row.get("health").asString()));
    }
    return rows;
  }

  public static long pid(String name) {
    return status().get(name).pid();
  }

  /** {@code kill -9}, and the process is gone. */
  public static void kill(long pid) {
    Program.run(ROOT, List.of("kill", "-9", Long.toString(pid))).orFail();
    Eventually.holds(
        "process " + pid + " is gone",
        () -> {
          if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
            throw new AssertionError("still alive");
          }
        });
  }
}
