package dev.ekiden.agent.supervise;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ekiden.agent.disk.DurableFile;
import dev.ekiden.agent.disk.Json;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Calls runc and conmon.
 *
 * @param root where runc keeps its state: our own, so that {@link #list()} names our containers
 *     only
 * @param exits where conmon writes exit codes, one file per container
 * @param sockets a short path, as socket names have 108 bytes
 */
record Runc(Path runc, Path conmon, Path root, Path exits, Path sockets) {
  private static final List<String> BINARIES =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

  private static final Pattern COMPLAINT = Pattern.compile("time=\"[^\"]+\" level=error msg=\"");

  /** A program that failed, with what it said. */
  static final class FailedException extends IOException {
    private static final long serialVersionUID = 1;

    FailedException(String message) {
      super(message);
    }
  }

  /** Where a program is, if it is installed. */
  static Optional<Path> find(String program) {
    return BINARIES.stream()
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Creates a container under its own conmon, which daemonizes and so outlives us. Nothing of the
   * command runs yet.
   *
   * @param logFileBytes size at which conmon begins its log anew
   * @return pid of the container's first process
   */
  long create(InstanceDir dir, String shortId, long logFileBytes) throws IOException {
    var id = dir.instance();
    // conmon tells the outcome on descriptor 3; Java cannot pass one, a shell can. The shell stays
    // until it is told, as Java closes a process' pipes when the process ends, and conmon forks.
    var builder =
        new ProcessBuilder(
            "/bin/sh",
            "-c",
            "\"$@\" 3>&1 >/dev/null </dev/null | head -n 1",
            "conmon",
            conmon.toString(),
            "--api-version=1",
            "-c",
            id,
            "-u",
            shortId,
            "-n",
            id,
            "-r",
            runc.toString(),
            "--runtime-arg=--root",
            "--runtime-arg=" + root,
            "-b",
            dir.bundle().toString(),
            "-p",
            dir.path().resolve("init.pid").toString(),
            "-P",
            dir.conmonPidFile().toString(),
            "--exit-dir",
            exits.toString(),
            "--persist-dir",
            dir.path().toString(),
            "--socket-dir-path",
            sockets.toString(),
            "-l",
            "k8s-file:" + dir.log(),
            "--log-size-max",
            Long.toString(logFileBytes));
    builder.environment().put("_OCI_SYNCPIPE", "3");
    builder.redirectError(dir.conmonErrors().toFile());
    builder.directory(dir.path().toFile());
    var process = builder.start();
    try (var answer = process.inputReader(UTF_8)) {
      var line = answer.readLine();
      if (line == null) {
        throw new FailedException("conmon said nothing: " + text(dir.conmonErrors()));
      }
      var outcome = Json.MAPPER.readTree(line);
      var pid = outcome.path("data").asLong(-1);
      if (pid <= 0) {
        throw new FailedException(plain(outcome.path("message").asString(line)));
      }
      return pid;
    }
  }

  void start(String id) throws IOException {
    call("start", id);
  }

  void signal(String id, String signal) throws IOException {
    call("kill", id, signal);
  }

  void killAll(String id) throws IOException {
    call("kill", "--all", id, "KILL");
  }

  /** Kills what is left of a container and forgets it; harmless if there is none. */
  void delete(String id) throws IOException {
    call("delete", "--force", id);
  }

  /** {@code created}, {@code running} or {@code stopped} with the first pid, if runc knows it. */
  Optional<Map.Entry<String, Long>> state(String id) throws IOException {
    if (!Files.exists(root.resolve(id))) {
      return Optional.empty();
    }
    try {
      var state = Json.MAPPER.readTree(call("state", id));
      return Optional.of(Map.entry(state.path("status").asString(""), state.path("pid").asLong(0)));
    } catch (FailedException _) {
      return Optional.empty(); // its directory is there, its state is not: half made or removed
    }
  }

  /** Containers that runc knows under our root. */
  List<String> list() {
    return DurableFile.names(root);
  }

  /**
   * Starts a line of the shell in a running container, as the same user, with the same environment,
   * rights and limits as the container's own command: runc takes them from the bundle. Ends with
   * its exit status once it is over and nobody holds its output any more; both streams are in one.
   *
   * @param group below the container's control group, as {@code Cgroups.makeBelow} named it
   */
  Process exec(String id, String group, String line) throws IOException {
    var command = List.of("exec", "--cgroup", group, id, "/bin/sh", "-c", line);
    return new ProcessBuilder(withRoot(command))
        .redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile())
        .start();
  }

  private List<String> withRoot(List<String> arguments) {
    var command = new ArrayList<>(List.of(runc.toString(), "--root", root.toString()));
    command.addAll(arguments);
    return command;
  }

  private String call(String... arguments) throws IOException {
    var command = withRoot(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      process.getOutputStream().close();
      var said = new String(output.readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new FailedException(plain(said));
      }
      return said;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted: " + command);
    }
  }

  /** Whether it is runc that speaks, and not what it was to run. */
  static boolean complains(String said) {
    return COMPLAINT.matcher(said).lookingAt();
  }

  /** runc logs {@code time="…" level=error msg="…"}; people want the message. */
  static String plain(String said) {
    var start = said.indexOf("msg=\"");
    var text = start < 0 ? said : said.substring(start + 5);
    return text.strip().replaceAll("\"$", "").replace("\\\"", "\"").replace("\\n", " ").strip();
  }

  private static String text(Path file) throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    try (Stream<String> lines = Files.lines(file)) {
      return String.join(" ", lines.limit(5).toList());
    }
  }
}
