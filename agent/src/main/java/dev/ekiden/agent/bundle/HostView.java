package dev.ekiden.agent.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The part of the host that instances may read. Programs and libraries are mounted as they are; of
 * {@code /etc} only what programs need and nobody minds being read, the rest is made up.
 *
 * @param host the host's root, {@code /} but for tests
 * @param mountInfo the host's mounts, as the kernel lists them
 */
record HostView(Path host, Path mountInfo) {
  private static final int MOUNT_POINT = 4;
  private static final List<String> SYSTEM = List.of("usr", "bin", "sbin", "lib", "lib32", "lib64");
  private static final List<String> EMPTY_DIRS =
      List.of("dev", "etc", "mnt", "opt", "proc", "root", "run", "sys", "tmp", "var/tmp");
  private static final String OWN_HOSTS =
      "127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n";

  /** Of the host's own loopback, or for IPv6, which networks of instances' own have not. */
  private static final List<String> LOCAL = List.of("127.", "::", "fe", "ff");

  private static final List<String> SHARED_DIRS = List.of("tmp", "var/tmp");
  private static final List<String> ETC =
      List.of(
          "ld.so.cache",
          "ssl/certs",
          "ssl/openssl.cnf",
          "ca-certificates",
          "alternatives",
          "mime.types",
          "services",
          "protocols",
          "fonts",
          "timezone",
          "python3",
          "perl",
          "terminfo");

  /** A read-only bind mount: the same path on the host and in the instance. */
  record Bind(String source, String destination) {}

  /** Makes the empty root with its links, and says what to mount into it. */
  List<Bind> prepare(Path rootfs, String hostname, int uid, Net net) {
    try {
      for (var dir : EMPTY_DIRS) {
        Files.createDirectories(rootfs.resolve(dir));
      }
      for (var dir : SHARED_DIRS) {
        // runc gives a tmpfs the mode of the directory below it, whatever the mount options say.
        Files.setAttribute(rootfs.resolve(dir), "unix:mode", 01777);
      }
      var binds = new ArrayList<Bind>();
      for (var name : SYSTEM) {
        system(rootfs, name).ifPresent(binds::add);
      }
      etc(rootfs.resolve("etc"), hostname, uid);
      names(rootfs.resolve("etc"), hostname, net);
      for (var name : etcNames()) {
        if (Files.exists(host.resolve("etc").resolve(name))) {
          binds.add(new Bind(host.resolve("etc").resolve(name).toString(), "/etc/" + name));
        }
      }
      binds.addAll(below(binds));
      return binds;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lay out " + rootfs + ": " + e, e);
    }
  }

  /** Merged-/usr hosts have {@code /bin → usr/bin}: the link is made again, the rest mounted. */
  private Optional<Bind> system(Path rootfs, String name) throws IOException {
    var source = host.resolve(name);
    if (Files.isSymbolicLink(source)) {
      var link = rootfs.resolve(name);
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Files.readSymbolicLink(source));
      return Optional.empty();
    }
    if (!Files.isDirectory(source)) {
      return Optional.empty();
    }
    Files.createDirectories(rootfs.resolve(name));
    return Optional.of(new Bind(source.toString(), "/" + name));
  }

  /**
   * Mounts within what was chosen: each needs a bind of its own to be read-only, too. What a user
   * of the host has mounted may be closed even to root, and autofs would mount because of us.
   */
  private List<Bind> below(List<Bind> chosen) throws IOException {
    var found = new TreeMap<String, Bind>();
    var wanted = chosen.stream().map(bind -> bind.source() + "/").toList();
    for (var line : Files.readAllLines(mountInfo)) {
      var point = unescaped(mountPoint(line));
      // First what rules out most: each sandbox of this machine is a mount, too.
      if (wanted.stream().anyMatch(point::startsWith)) {
        var type = line.substring(line.indexOf(" - ") + 3).split(" ")[0];
        if (!type.startsWith("fuse") && !type.equals("autofs")) {
          found.put(point, new Bind(point, "/" + host.relativize(Path.of(point))));
        }
      }
    }
    return List.copyOf(found.values());
  }

  private static String mountPoint(String line) {
    int start = 0;
    for (int field = 0; field < MOUNT_POINT; field++) {
      start = line.indexOf(' ', start) + 1;
    }
    return line.substring(start, line.indexOf(' ', start));
  }

  /** The kernel writes blanks, tabs, line ends and backslashes in paths as octal numbers. */
  private static String unescaped(String path) {
    return path.indexOf('\\') < 0
        ? path
        : path.replace("\\040", " ")
            .replace("\\011", "\t")
            .replace("\\012", "\n")
            .replace("\\134", "\\");
  }

  /** The fixed list, and {@code java-17-openjdk} and its like, which Debian's JDKs link to. */
  private List<String> etcNames() throws IOException {
    var names = new ArrayList<>(ETC);
    try (var entries = Files.list(host.resolve("etc"))) {
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.startsWith("java-") || name.startsWith("python3."))
          .sorted()
          .forEach(names::add);
    }
    return names;
  }

  private void etc(Path etc, String hostname, int uid) throws IOException {
    var passwd =
        """
        root:x:0:0:root:/root:/usr/sbin/nologin
        app:x:%d:%d:instance:%s:/bin/sh
        nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
        """
            .formatted(uid, uid, Bundle.SANDBOX);
    Files.writeString(etc.resolve("passwd"), passwd);
    Files.writeString(
        etc.resolve("group"), "root:x:0:\napp:x:%d:\nnogroup:x:65534:\n".formatted(uid));
    Files.writeString(
        etc.resolve("nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
    for (var name : List.of("localtime", "os-release")) {
      var source = host.resolve("etc").resolve(name);
      var target = etc.resolve(name);
      Files.deleteIfExists(target);
      if (Files.isSymbolicLink(source)) {
        Files.createSymbolicLink(target, Files.readSymbolicLink(source));
      } else if (Files.isRegularFile(source)) {
        Files.copy(source, target);
      }
    }
  }

  private void names(Path etc, String hostname, Net net) throws IOException {
    Files.writeString(etc.resolve("hostname"), hostname + "\n");
    switch (net) {
      case Net.Shared _ -> {
        Files.writeString(etc.resolve("hosts"), copy("hosts") + "127.0.1.1 " + hostname + "\n");
        Files.writeString(etc.resolve("resolv.conf"), copy("resolv.conf"));
      }
      case Net.Own(_, var address, var resolvConf) -> {
        Files.writeString(
            etc.resolve("hosts"), OWN_HOSTS + "%s %s\n".formatted(address, hostname) + others());
        Files.writeString(etc.resolve("resolv.conf"), resolvConf);
      }
    }
  }

  /** Names that the host's administrator has given to other machines. */
  private String others() throws IOException {
    return copy("hosts")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .filter(line -> LOCAL.stream().noneMatch(line::startsWith))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private String copy(String name) throws IOException {
    var source = host.resolve("etc").resolve(name);
    if (!Files.isRegularFile(source)) {
      return "";
    }
    var text = Files.readString(source);
    return text.endsWith("\n") ? text : text + "\n";
  }
}
