package dev.ekiden.cli.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which TCP ports somebody listens on, and who, as {@code /proc} tells it. */
public final class Ports {
  private static final String LISTENING = "0A";
  private static final int ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private Ports() {}

  /** Whether somebody listens on this port, on any address. */
  public static boolean taken(int port) {
    return !inodes(port).isEmpty();
  }

  /**
   * The process that listens on this port; empty if nobody does or it belongs to somebody whose
   * files we may not see.
   */
  public static Optional<Long> ownerOf(int port) {
    var wanted = inodes(port);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> holds(pid, wanted))
        .findFirst();
  }

  /** Fails, naming port, need and owner, if the port is taken. */
  public static void requireFree(int port, String neededBy) {
    if (taken(port)) {
      throw new Failure(
          "port " + port + " is taken by " + describe(ownerOf(port)),
          neededBy + " needs it; stop that process and try again");
    }
  }

  private static String describe(Optional<Long> owner) {
    return owner
        .map(pid -> ProcessIdentity.nameOf(pid).orElse("a process") + " (pid " + pid + ")")
        .orElse("another user's process");
  }

  private static Set<String> inodes(int port) {
    var found = new HashSet<String>();
    var suffix = String.format(":%04X", port);
    for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try (var lines = Files.lines(Path.of(table))) {
        lines
            .map(line -> line.strip().split("\\s+"))
            .filter(f -> f.length > INODE && f[ADDRESS].endsWith(suffix))
            .filter(f -> f[STATE].equals(LISTENING))
            .forEach(f -> found.add("socket:[" + f[INODE] + "]"));
      } catch (IOException e) {
        continue; // no IPv6 in this kernel
      }
    }
    return found;
  }

  private static boolean holds(long pid, Set<String> sockets) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return open.anyMatch(fd -> sockets.contains(target(fd)));
    } catch (IOException | UncheckedIOException e) {
      return false; // gone, or not ours to see
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
