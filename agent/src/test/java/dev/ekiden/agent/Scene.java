package dev.ekiden.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The machine that instances try to break out into, as seen from outside.
 *
 * @param hostDir a directory of the host that anybody may write: only the view protects it
 * @param mark a name that nothing else has, for files that must not appear
 */
record Scene(
    FakeMaster master, AgentProcess agent, Neighbour neighbour, Path hostDir, String mark) {
  private static final String HOST_SECRET = "hosts-secret-";
  private static final List<String> SYSTEM_DIRS =
      List.of("/", "/usr", "/usr/bin", "/usr/sbin", "/usr/lib", "/usr/local/bin", "/lib64", "/etc");

  static Scene set(FakeMaster master, AgentProcess agent, Neighbour neighbour) throws IOException {
    var dir = Files.createTempDirectory("ekiden-breakout");
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(dir.resolve("file"), HOST_SECRET);
    return new Scene(
        master, agent, neighbour, dir, "ekiden-breakout-" + UUID.randomUUID().toString());
  }

  Path hostFile() {
    return hostDir.resolve("file");
  }

  Path instance(String name) {
    return agent.data().resolve("instances").resolve(name);
  }

  /** The neighbour's conmon. */
  long conmon() throws IOException {
    return Long.parseLong(Files.readString(instance(Neighbour.NAME).resolve("conmon.pid")).strip());
  }

  /** What must hold after each attempt. */
  void unharmed() throws Exception {
    neighbour.unharmed();
    assertThat(Eventually.alive(agent.pid())).as("the agent lives").isTrue();
    assertThat(Eventually.alive(conmon())).as("conmon lives").isTrue();
    assertThat(hostFile()).hasContent(HOST_SECRET);
    try (var files = Files.list(hostDir)) {
      assertThat(files).as("files in the host's " + hostDir).containsExactly(hostFile());
    }
    assertThat(marked()).as("files that it made on the host").isEmpty();
  }

  /** Neither the neighbour's secret nor the host's is in there. */
  void holdsNoSecret(String text) {
    assertThat(text).doesNotContain(neighbour.secret()).doesNotContain(HOST_SECRET);
  }

  List<Path> marked() throws IOException {
    var found = new ArrayList<Path>();
    for (var dir : SYSTEM_DIRS) {
      try (var files = Files.newDirectoryStream(Path.of(dir), mark + "*")) {
        files.forEach(found::add);
      }
    }
    return found;
  }

  /** Sockets that a process of ours listens at, where instances of this machine could reach it. */
  List<String> reachableSockets(long pid) throws IOException {
    var inodes = new ArrayList<String>();
    try (var files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (var file : (Iterable<Path>) files::iterator) {
        try {
          inodes.add(Files.readSymbolicLink(file).toString().replaceAll("socket:\\[(\\d+)]", "$1"));
        } catch (IOException _) {
          // closed meanwhile
        }
      }
    }
    var found = new ArrayList<String>();
    for (var table : List.of("tcp", "tcp6", "unix")) {
      for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        var fields = line.strip().split("\\s+");
        var unix = table.equals("unix");
        var inode = fields.length > (unix ? 6 : 9) ? fields[unix ? 6 : 9] : "";
        var open = unix ? fields.length > 7 && fields[7].startsWith("@") : fields[3].equals("0A");
        if (open && inodes.contains(inode)) {
          found.add(table + " " + line.strip());
        }
      }
    }
    return found;
  }

  void cleanUp() throws IOException {
    for (var file : marked()) {
      Files.delete(file);
    }
    try (var files = Files.list(hostDir)) {
      for (var file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    Files.delete(hostDir);
  }
}
