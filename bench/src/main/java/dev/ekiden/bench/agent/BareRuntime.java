package dev.ekiden.bench.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A container runtime by itself, driven through the same life as an agent's instance: create,
 * start, kill, delete, with the bundle that the agent has made, so that the isolation is the same.
 *
 * @param prefix words before the runtime's own in the call that creates
 */
record BareRuntime(String name, Path program, List<String> prefix, Path folder) {
  private static final Path UNIFIED = Path.of("/sys/fs/cgroup/unified");
  private static final int DELETE_TRIES = 100;

  /** How long the two halves of one life took, in nanoseconds. */
  record Life(long start, long stop) {}

  /** The runtimes that are installed here. */
  static List<BareRuntime> installed(Path folder) throws IOException {
    var found = new ArrayList<BareRuntime>();
    for (var name : List.of("runc", "crun")) {
      var program =
          Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
              .map(directory -> Path.of(directory, name))
              .filter(Files::isExecutable)
              .findFirst();
      if (program.isPresent()) {
        found.add(new BareRuntime(name, program.get(), prefix(name), folder.resolve(name)));
      }
    }
    return found;
  }

  /** crun refuses to create where version 2's tree is beside version 1's, so it must not see it. */
  private static List<String> prefix(String name) {
    return name.equals("crun") && Files.exists(UNIFIED.resolve("cgroup.procs"))
        ? List.of("unshare", "-m", "/bin/sh", "-c", "umount " + UNIFIED + " && exec \"$@\"", "sh")
        : List.of();
  }

  /** Copies a bundle, with another control group. */
  Path bundle(Path original, String group) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var copy = folder.resolve("bundle");
    run(List.of("cp", "-a", original.toString(), copy.toString()));
    var config = copy.resolve("config.json");
    var text = Files.readString(config);
    Files.writeString(
        config, text.replaceAll("\"cgroupsPath\":\"[^\"]*\"", "\"cgroupsPath\":\"" + group + "\""));
    return copy;
  }

  Life live(Path bundle, String id) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    var words = new ArrayList<>(prefix);
    words.addAll(call("create", "--bundle", bundle.toString(), id));
    run(words);
    run(call("start", id));
    long running = System.nanoTime();
    run(call("kill", id, "KILL"));
    var left = Optional.of("");
    for (int tries = 0; left.isPresent() && tries < DELETE_TRIES; tries++) {
      left = attempt(call("delete", id));
    }
    return new Life(running - begin, System.nanoTime() - running);
  }

  private List<String> call(String... words) {
    var all = new ArrayList<>(List.of(program.toString(), "--root", folder + "/state"));
    all.addAll(List.of(words));
    return all;
  }

  private static void run(List<String> words) throws IOException, InterruptedException {
    var complaint = attempt(words);
    if (complaint.isPresent()) {
      throw new IOException(String.join(" ", words) + ": " + complaint.get());
    }
  }

  /** What it said if it failed. Through files: a container keeps the runtime's descriptors. */
  private static Optional<String> attempt(List<String> words)
      throws IOException, InterruptedException {
    var said = Files.createTempFile("ekiden-bench", ".out");
    try {
      var process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      return process.waitFor() == 0 ? Optional.empty() : Optional.of(Files.readString(said));
    } finally {
      Files.delete(said);
    }
  }
}
