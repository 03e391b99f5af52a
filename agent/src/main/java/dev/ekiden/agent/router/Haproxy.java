package dev.ekiden.agent.router;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The HAProxy daemon: a master process in a session of its own that outlives the router, found
 * again by its pid file. A pid counts only while {@code /proc} says that it is a HAProxy with our
 * configuration, so a stale file or a reused pid does no harm.
 */
final class Haproxy {
  private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(20);
  private static final Duration SHAPE_DEADLINE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Pattern SUCCESS =
      Pattern.compile(
          """
          |New server registered\\.|Server deleted\\.|Server still has connections attached.*\
          |New empty certificate store .*|Transaction (created|aborted) for certificate .*\
          |(Committing|Inserting) .*Success!|Entry .* deleted in crtlist .*|Certificate .* deleted!""",
          Pattern.DOTALL);

  private final Settings settings;
  private final StatsSocket socket;
  private final TreeMap<String, String> certificates = new TreeMap<>();
  private long certificatesOf;

  Haproxy(Settings settings) {
    this.settings = settings;
    this.socket = new StatsSocket(settings.socket());
  }

  /** Looks; a lost pid file is written again if the daemon still answers on its socket. */
  Seen look() throws RouterException {
    var master = master();
    try {
      var up = Seen.Up.read(this::ask);
      if (up.worker() != certificatesOf) {
        certificates.clear();
        certificatesOf = up.worker();
        return look();
      }
      if (master.isPresent()) {
        return up;
      }
      var parent = ProcessHandle.of(up.worker()).flatMap(ProcessHandle::parent);
      if (parent.isPresent() && isOurs(parent.get().pid())) {
        write(settings.pidFile(), parent.get().pid() + "\n");
        return up;
      }
      return new Seen.Down();
    } catch (IOException | IllegalArgumentException e) {
      return master.isPresent() ? new Seen.Mute() : new Seen.Down();
    }
  }

  /** What a certificate is, is asked once: only {@link #tell} and a new worker change it. */
  private String ask(String line) throws IOException {
    if (!line.startsWith("show ssl cert ")) {
      return socket.ask(line);
    }
    var known = certificates.get(line);
    var answer = known == null ? socket.ask(line) : known;
    certificates.put(line, answer);
    return answer;
  }

  /** The daemon's master process, if it lives. */
  Optional<ProcessHandle> master() throws RouterException {
    try {
      var pid = Long.parseLong(Files.readString(settings.pidFile()).strip());
      return isOurs(pid) ? ProcessHandle.of(pid) : Optional.empty();
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new RouterException("cannot read " + settings.pidFile(), e);
    }
  }

  /**
   * Tells the running daemon; an answer that is not one of success is an error, except that a
   * server with connections cannot be deleted yet: the next pass asks again.
   *
   * @param command as {@link Steps} makes them
   */
  void tell(String command) throws RouterException {
    try {
      if (command.contains(" ssl cert ")) {
        certificates.clear();
      }
      var answer = socket.ask(command + payload(command)).strip();
      if (!SUCCESS.matcher(answer).matches()) {
        throw new RouterException("HAProxy to '" + command + "': " + Names.shown(answer));
      }
    } catch (IOException e) {
      throw new RouterException("cannot tell HAProxy '" + command + "'", e);
    }
  }

  /** The private key is in it: this text must not get into a log. */
  private String payload(String command) throws IOException {
    if (!command.endsWith(Steps.PAYLOAD)) {
      return "";
    }
    var words = command.split(" ");
    var pem = Files.readString(settings.data().resolve(words[words.length - 2]));
    return "\n" + pem.strip().replaceAll("\n\\s*\n", "\n") + "\n"; // an empty line ends it
  }

  /** Brings the files to what is about to run, without a word to the daemon. */
  void keep(Shape shape) throws RouterException {
    try {
      writeFiles(shape);
      writeIfNew(settings.config(), shape.config());
    } catch (IOException e) {
      throw new RouterException("cannot write below " + settings.data(), e);
    }
  }

  private void writeFiles(Shape shape) throws IOException, RouterException {
    var dir = settings.shapes().resolve(shape.id());
    Files.createDirectories(dir);
    for (var file : shape.files().entrySet()) {
      writeIfNew(dir.resolve(file.getKey()), file.getValue());
    }
  }

  private static void writeIfNew(Path file, String text) throws IOException, RouterException {
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      write(file, text);
    }
  }

  /**
   * Writes the shape's files and its configuration, the latter only if HAProxy itself finds it
   * valid; a refused one is kept as {@code haproxy.cfg.refused}.
   */
  void install(Shape shape) throws RouterException {
    var next = settings.data().resolve("haproxy.cfg.next");
    try {
      writeFiles(shape);
      write(next, shape.config());
      var complaint = run(List.of("haproxy", "-c", "-f", next.toString()));
      if (!complaint.isEmpty()) {
        Files.move(
            next,
            settings.data().resolve("haproxy.cfg.refused"),
            StandardCopyOption.REPLACE_EXISTING);
        throw new RouterException("HAProxy refuses haproxy.cfg.refused: " + complaint);
      }
      Files.move(next, settings.config(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new RouterException("cannot write below " + settings.data(), e);
    }
  }

  /** Starts the daemon with the installed configuration. */
  void start() throws RouterException {
    try {
      Files.deleteIfExists(settings.pidFile());
    } catch (IOException e) {
      throw new RouterException("cannot delete " + settings.pidFile(), e);
    }
    var config = settings.config().toString();
    var pidFile = settings.pidFile().toString();
    var complaint = run(List.of("haproxy", "-W", "-D", "-p", pidFile, "-f", config));
    if (!complaint.isEmpty()) {
      throw new RouterException("HAProxy does not start: " + complaint);
    }
  }

  /** Lets the daemon's master take the installed configuration over; the pid stays. */
  void reload() throws RouterException {
    var pid = master().map(ProcessHandle::pid);
    if (pid.isEmpty()) {
      throw new RouterException("HAProxy is gone");
    }
    var complaint = run(List.of("kill", "-USR2", pid.get().toString()));
    if (!complaint.isEmpty()) {
      throw new RouterException("cannot signal HAProxy: " + complaint);
    }
  }

  /** Waits until a worker with this shape answers, and forgets the files of older shapes. */
  void awaitShape(String id) throws RouterException, InterruptedException {
    var end = System.nanoTime() + SHAPE_DEADLINE.toNanos();
    while (!(look() instanceof Seen.Up up && up.shape().equals(id))) {
      if (System.nanoTime() > end) {
        throw new RouterException(
            "HAProxy did not take shape "
                + id
                + " over within "
                + SHAPE_DEADLINE.toSeconds()
                + " s");
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
    try (var shapes = Files.list(settings.shapes())) {
      for (var old : shapes.filter(dir -> !dir.endsWith(id)).toList()) {
        deleteTree(old);
      }
    } catch (IOException e) {
      throw new RouterException("cannot tidy " + settings.shapes(), e);
    }
  }

  private boolean isOurs(long pid) {
    try {
      var proc = Path.of("/proc", Long.toString(pid));
      var config = settings.config().toString();
      return Files.readString(proc.resolve("comm")).strip().equals("haproxy")
          && List.of(Files.readString(proc.resolve("cmdline")).split("\0")).contains(config);
    } catch (IOException e) {
      return false; // no such process, or it ended while we looked
    }
  }

  /** Answers what the command complained about, empty if it went well. */
  private String run(List<String> command) throws RouterException {
    var output = settings.data().resolve("haproxy.out");
    try {
      // To a file: a daemon that kept a pipe open would keep us waiting for its end.
      var process =
          new ProcessBuilder(new ArrayList<>(command))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      if (!process.waitFor(COMMAND_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return command.getFirst() + " took longer than " + COMMAND_DEADLINE.toSeconds() + " s";
      }
      return process.exitValue() == 0 ? "" : complaint(output, process.exitValue());
    } catch (IOException e) {
      throw new RouterException("cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RouterException("interrupted while running " + command.getFirst());
    }
  }

  private static String complaint(Path output, int exit) throws IOException {
    try (var lines = Files.lines(output, StandardCharsets.ISO_8859_1)) {
      var alert = lines.filter(line -> line.contains("[ALERT]")).findFirst();
      // Without the process id, which would make each time a different message.
      return Names.shown(
          alert
              .map(line -> line.replaceFirst("^\\[ALERT\\] *\\([0-9]+\\) : *", ""))
              .orElse("exit code " + exit));
    }
  }

  private static void write(Path file, String text) throws RouterException {
    DataFiles.write(file, text, PosixFilePermissions.fromString("rw-------"));
  }

  private static void deleteTree(Path dir) throws IOException {
    try (var files = Files.list(dir)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(dir);
  }
}
