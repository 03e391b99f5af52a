package dev.ekiden.cli.local;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.ekiden.cli.machine.Command;
import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The source tree that this command line belongs to, and what has been built in it. */
public record Checkout(Path root, Path javaHome) {
  private static final List<String> SOURCES =
      List.of("core-scheduler", "agent", "api", "portal-ui", "sample", "db", "pom.xml");
  private static final Set<String> NOT_SOURCES =
      Set.of("target", "node_modules", "frontend", "test");

  /** Not this module: its files are those that run right now, the script builds it. No tests. */
  private static final List<String> BUILD =
      List.of(
          "-q",
          "-DskipTests",
          "-Dspotless.check.skip",
          "-Dcheckstyle.skip",
          "-pl",
          "!cli,!e2e,!bench",
          "package");

  /** Where the script says it is. */
  public static Checkout current() {
    return new Checkout(
        Path.of(System.getProperty("ekiden.root", ".")).toAbsolutePath().normalize(),
        Path.of(System.getProperty("java.home")));
  }

  Path apiWar() {
    return root.resolve("api/target/api.war");
  }

  Path portalWar() {
    return root.resolve("portal-ui/target/portal-ui.war");
  }

  Path libertyLib(String name) {
    return root.resolve("api/target/liberty-lib").resolve(name);
  }

  Path serverConfig() {
    return root.resolve("api/src/main/liberty/config");
  }

  Path agentJar() {
    return root.resolve("agent/target/agent.jar");
  }

  Path agentOptions() {
    return root.resolve("agent/jvm.options");
  }

  Path agentLib() {
    return root.resolve("agent/target/lib");
  }

  Path sampleJar() {
    return root.resolve("sample/target/sample.jar");
  }

  Path zookeeperLib() {
    return root.resolve("cli/target/zookeeper");
  }

  Path sslScript(String name) {
    return root.resolve("ssl").resolve(name);
  }

  /** The {@code java} that runs us. */
  String java() {
    return javaHome.resolve("bin/java").toString();
  }

  /** A class of the module {@code bench}, built just before; the process has our terminal. */
  public int bench(Console console, List<String> options, String main, List<String> arguments) {
    buildBench(console, "bench");
    return runBench(options, main, arguments);
  }

  /** The benchmarks of the agent, which is built with them and run as it is shipped. */
  public int benchAgent(Console console, List<String> arguments) {
    buildBench(console, "bench,agent");
    var data = root.resolve("target/bench-agent");
    try {
      Files.createDirectories(data);
      var words = new ArrayList<>(List.of("--root", root.toString(), "--data", data.toString()));
      words.addAll(arguments);
      return runBench(
          List.of("-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"),
          "dev.ekiden.bench.agent.AgentBench",
          words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Command.of("rm", "-rf", "--one-file-system", data.toString())
          .orFail("cannot delete " + data, "an instance may still be there:");
    }
  }

  private void buildBench(Console console, String modules) {
    console.begin("building the benchmarks");
    maven(List.of("-q", "-DskipTests", "-pl", modules, "-am", "package"))
        .orFail("the benchmarks do not build", "mend what Maven complains about:");
  }

  private int runBench(List<String> options, String main, List<String> arguments) {
    var module = root.resolve("bench/target");
    var words = new ArrayList<>(List.of(java()));
    words.addAll(options);
    words.addAll(List.of("-cp", module + "/*:" + module + "/lib/*", main));
    words.addAll(arguments);
    return Command.of(words).shown();
  }

  /**
   * The chaos run of the end-to-end tests on a stack of its own. Network and control groups are its
   * own as well: fixed ports are free, dropped packets are nobody else's, and runs with other seeds
   * may go on beside it.
   */
  public int chaos(Console console, int minutes, long seed) {
    var own = root.resolve("e2e/target/chaos").resolve(Long.toString(seed));
    var classes = own.resolve("classes");
    buildChaos(console, classes);
    var words = new ArrayList<>(List.of(root.resolve("e2e/apart").toString()));
    words.addAll(List.of("ekiden-chaos-" + seed, java()));
    words.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-Dekiden.root=" + root));
    words.add("-Dekiden.e2e.target=" + own);
    words.addAll(List.of("-cp", classes + ":" + root.resolve("e2e/target/lib") + "/*"));
    words.add("dev.ekiden.e2e.faults.Chaos");
    words.addAll(List.of(Integer.toString(minutes), Long.toString(seed)));
    return Command.of(words).shown();
  }

  /** One run builds, others wait; each has its classes for itself, whatever is built later. */
  private void buildChaos(Console console, Path classes) {
    var lock = root.resolve("target/chaos-build.lock");
    try {
      Files.createDirectories(lock.getParent());
      Files.createDirectories(classes);
      try (var channel = FileChannel.open(lock, CREATE, WRITE);
          var _ = channel.lock()) {
        build(console);
        console.begin("building the faults");
        maven(List.of("-q", "-DskipTests", "-Dspotless.check.skip", "-pl", "e2e", "package"))
            .orFail("the faults do not build", "mend what Maven complains about:");
        Command.of("cp", "-r", root.resolve("e2e/target/test-classes") + "/.", classes.toString())
            .orFail("the faults cannot be copied", "see the line below");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A Maven run in this tree, with our JDK. */
  public Command maven(List<String> arguments) {
    var words = new ArrayList<>(List.of("mvn", "-B", "-f", root.resolve("pom.xml").toString()));
    words.addAll(arguments);
    return Command.of(words).with("JAVA_HOME", javaHome.toString());
  }

  /** Unpacks the programs that servers in tests run from, unless this machine has them already. */
  public void prepareRuntimes(Console console) {
    var runtimes = new Runtimes(this, Runtimes.defaultCache());
    runtimes.unpackPostgres(console);
    runtimes.unpackLiberty(console);
    runtimes.unpackKeycloak(console);
  }

  /** Builds all modules but this one, unless no source is newer than the last build. */
  void build(Console console) {
    var stamp = root.resolve("target/ekiden-build.stamp");
    if (Files.exists(agentJar())
        && Files.exists(apiWar())
        && Files.exists(portalWar())
        && !newerThan(stamp)) {
      return;
    }
    console.begin("building (the first time, Maven also downloads what it needs)");
    long start = System.nanoTime();
    var begun = FileTime.from(Instant.now());
    var log = root.resolve("target/ekiden-build.log");
    try {
      Files.createDirectories(log.getParent());
      int exit = maven(BUILD).loggedTo(log);
      if (exit != 0) {
        throw new Failure(
            "the build failed",
            "mend what Maven complains about; all it said: "
                + log
                + "\n"
                + Command.firstWith(log, "ERROR"));
      }
      Files.writeString(stamp, "");
      Files.setLastModifiedTime(stamp, begun);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    console.done("built", System.nanoTime() - start);
  }

  private boolean newerThan(Path stamp) {
    if (!Files.exists(stamp)) {
      return true;
    }
    try {
      var time = Files.getLastModifiedTime(stamp);
      for (var source : SOURCES) {
        if (newer(root.resolve(source), time)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new Failure("cannot read the source tree", "check " + root, e);
    }
  }

  private static boolean newer(Path tree, FileTime time) throws IOException {
    if (!Files.exists(tree)) {
      return false;
    }
    var found = new boolean[1];
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return NOT_SOURCES.contains(dir.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found[0] |= attributes.lastModifiedTime().compareTo(time) > 0;
            return found[0] ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
          }
        });
    return found[0];
  }
}
