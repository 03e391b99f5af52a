package dev.ekiden.agent;

import dev.ekiden.core.wire.Check;
import dev.ekiden.core.wire.Fetch;
import dev.ekiden.core.wire.Limits;
import dev.ekiden.core.wire.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The real agent in a JVM of its own, as the launcher starts it, with small limits. */
final class AgentProcess {
  private final String name;
  private final Path config;
  private final Path data;
  private final Path output;
  private Process process;

  AgentProcess(String name, Path directory, String masters) throws IOException {
    this(name, directory, masters, "");
  }

  /**
   * @param fault at which point it dies, see {@link dev.ekiden.agent.fault.Fault}; empty for none
   */
  AgentProcess(String name, Path directory, String masters, String fault) throws IOException {
    this.name = name;
    this.data = directory.resolve("data");
    this.config = directory.resolve("agent.properties");
    this.output = directory.resolve("agent.log");
    Files.writeString(
        config,
        """
        name=%s
        host=localhost
        masters=%s
        data=%s
        attributes=rack:r1;zone:a
        ports=31000-31999
        cpus=2
        mem=2048
        disk=4096
        disk.quota=on
        disk.unasked=64
        uid.range=201000-201999
        """
            .formatted(name, masters, data));
    process = launch(fault);
  }

  void start() throws IOException {
    process = launch("");
  }

  /** Returns the exit code once it has died by itself. */
  int awaitDeath() throws IOException, InterruptedException {
    if (!process.waitFor(Eventually.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it lives on: " + output());
    }
    return process.exitValue();
  }

  Path data() {
    return data;
  }

  long pid() {
    return process.pid();
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /** SIGKILL, as the launcher may do. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  int stopAll() throws IOException, InterruptedException {
    var stopping = launch("", "--stop-all");
    if (!stopping.waitFor(Eventually.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      stopping.destroyForcibly();
      throw new AssertionError("--stop-all hangs: " + output());
    }
    return stopping.exitValue();
  }

  /** Leaves nothing behind: no process, no cgroup. */
  void close() throws IOException, InterruptedException {
    kill();
    stopAll();
    for (var group : groups("")) {
      Files.deleteIfExists(group);
    }
  }

  /** Where the kernel keeps the group of an instance, or of all: once in version 2, else often. */
  List<Path> groups(String instance) throws IOException {
    var group = Path.of("ekiden", name, instance);
    var root = Path.of("/sys/fs/cgroup");
    if (Files.exists(root.resolve("cgroup.procs"))) {
      return List.of(root.resolve(group));
    }
    try (var controllers = Files.list(root)) {
      return controllers.map(controller -> controller.resolve(group)).toList();
    }
  }

  private Process launch(String fault, String... options) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("jvm.options").toAbsolutePath(),
                "-Dekiden.fault=" + fault,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(options));
    command.add(config.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  static Order.Run run(String instance, String command) {
    return run(instance, command, new Limits(100, 64, 0), List.of(), List.of());
  }

  static Order.Run run(
      String instance, String command, Limits limits, List<Fetch> fetch, List<Check> checks) {
    return new Order.Run(
        1,
        instance,
        "/test/app",
        List.of("/bin/sh", "-c", command),
        new TreeMap<>(),
        limits,
        List.of(),
        fetch,
        checks,
        3000);
  }
}
