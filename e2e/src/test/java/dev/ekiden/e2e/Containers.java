package dev.ekiden.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What really runs on this machine, as the kernel tells: one cgroup for each instance. */
public final class Containers {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private Containers() {}

  /** Processes of each instance of all agents, by instance id. */
  public static TreeMap<String, List<String>> all() {
    var found = new TreeMap<String, List<String>>();
    for (var agent : folders(CGROUPS.resolve("pids/ekiden"))) {
      for (var group : folders(agent)) {
        var pids = lines(group.resolve("cgroup.procs"));
        if (!pids.isEmpty()) {
          found.put(group.getFileName().toString(), pids);
        }
      }
    }
    return found;
  }

  /** Those of one app; {@code /shop/web} has {@code shop_web.instance-…}. */
  public static TreeMap<String, List<String>> of(String app) {
    var found = all();
    found.keySet().removeIf(id -> !id.startsWith(app.substring(1).replace('/', '_') + "."));
    return found;
  }

  /** One control file of an instance's group. */
  public static String read(String controller, Apps.Instance instance, String file) {
    var path = CGROUPS.resolve(controller).resolve("ekiden");
    return String.join(
        "\n", lines(path.resolve(instance.agent()).resolve(instance.id()).resolve(file)));
  }

  /** Where an instance's files are on disk. */
  public static Path sandbox(Apps.Instance instance) {
    return Ekiden.DATA
        .resolve("agents")
        .resolve(instance.agent())
        .resolve("instances")
        .resolve(instance.id())
        .resolve("sandbox");
  }

  private static List<Path> folders(Path parent) {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(parent)) {
      return all.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      return List.of(); // removed while we looked
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      if (Files.exists(file.getParent())) {
        throw new UncheckedIOException(e);
      }
      return List.of(); // removed while we looked
    }
  }
}
