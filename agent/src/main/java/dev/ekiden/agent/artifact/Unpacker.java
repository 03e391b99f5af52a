package dev.ekiden.agent.artifact;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Unpacks .zip, .tar, .tar.gz and .tgz without trusting them: nothing outside the sandbox, no
 * device nodes, no setuid bits, and an end to what a small file may become. Nothing of it belongs
 * to anybody yet; see {@link Sandbox#give}.
 *
 * @param maxBytes that all files of one archive may take
 */
record Unpacker(Sandbox sandbox, long maxBytes) {
  static final int MAX_ENTRIES = 100_000;
  // Text packs 10 to 20 times; bombs pack 1000 times (deflate's limit is 1032).
  private static final long MAX_RATIO = 200;
  private static final long RATIO_COUNTS_FROM_BYTES = 100L * 1024 * 1024;
  private static final int DEFAULT_FILE_MODE = 0644;
  private static final int EXECUTABLE_BITS = 0111;

  /** A zip's directory is held in memory while it is unpacked: one at a time. */
  private static final ReentrantLock ONE_ZIP = new ReentrantLock();

  /** Whether the name is that of an archive. */
  static boolean unpacks(String name) {
    return name.endsWith(".zip")
        || name.endsWith(".tar")
        || name.endsWith(".tar.gz")
        || name.endsWith(".tgz");
  }

  void unpack(Path archive, String name) throws IOException {
    var quota = new Quota(name, Files.size(archive));
    try {
      if (name.endsWith(".zip")) {
        unzip(archive, name, quota);
      } else {
        untar(archive, name, quota);
      }
    } catch (ArtifactException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new ArtifactException("%s cannot be unpacked: %s".formatted(name, e.getMessage()));
    }
    sandbox.verifyLinks();
  }

  /** What is left of the archive's allowance. */
  private final class Quota {
    private final String name;
    private final long archiveBytes;
    private int entries;
    private long bytes;

    Quota(String name, long archiveBytes) {
      this.name = name;
      this.archiveBytes = archiveBytes;
    }

    void entry() throws ArtifactException {
      if (++entries > MAX_ENTRIES) {
        throw new ArtifactException("%s has more than %,d entries".formatted(name, MAX_ENTRIES));
      }
    }

    void bytes(long more, String what) throws ArtifactException {
      bytes += more;
      if (bytes > maxBytes) {
        throw new ArtifactException(
            "%s grows above the %d MiB that it may take, at %s"
                .formatted(name, maxBytes / (1024 * 1024), what));
      }
      if (bytes > RATIO_COUNTS_FROM_BYTES && bytes / Math.max(1, archiveBytes) > MAX_RATIO) {
        throw new ArtifactException(
            "%s grows to more than %d times its size, at %s".formatted(name, MAX_RATIO, what));
      }
    }
  }

  private void unzip(Path archive, String name, Quota quota) throws IOException {
    ZipDirectory.check(archive, name);
    ONE_ZIP.lock();
    try (var zip = ZipFile.builder().setPath(archive).get()) {
      var entries = zip.getEntriesInPhysicalOrder();
      while (entries.hasMoreElements()) {
        var entry = entries.nextElement();
        var what = what(entry.getName(), name);
        quota.entry();
        if (entry.isDirectory()) {
          directory(entry.getName(), what);
        } else if (entry.isUnixSymlink()) {
          sandbox.link(sandbox.place(entry.getName(), what), zip.getUnixSymlink(entry), what);
        } else if (isSpecial(entry)) {
          throw new ArtifactException(what + " is a device or another special file");
        } else {
          try (var in = zip.getInputStream(entry)) {
            file(entry.getName(), what, in, mode(entry.getUnixMode()), quota);
          }
        }
      }
    } finally {
      ONE_ZIP.unlock();
    }
  }

  private static boolean isSpecial(ZipArchiveEntry entry) {
    int type = entry.getUnixMode() & 0170000;
    return type != 0 && type != 0100000 && type != 0040000;
  }

  private void untar(Path archive, String name, Quota quota) throws IOException {
    try (var file = new BufferedInputStream(Files.newInputStream(archive));
        var plain = name.endsWith(".tar") ? file : new GZIPInputStream(file, 64 * 1024);
        var tar = new TarArchiveInputStream(plain, StandardCharsets.UTF_8.name())) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        quota.entry();
        entry(tar, entry, what(entry.getName(), name), quota);
      }
    }
  }

  private void entry(TarArchiveInputStream tar, TarArchiveEntry entry, String what, Quota quota)
      throws IOException {
    if (entry.isDirectory()) {
      directory(entry.getName(), what);
    } else if (entry.isSymbolicLink()) {
      sandbox.link(sandbox.place(entry.getName(), what), entry.getLinkName(), what);
    } else if (entry.isLink()) {
      var target = sandbox.place(entry.getLinkName(), what + " (a link)");
      if (!Files.isRegularFile(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        throw new ArtifactException(what + " links to what is not a file of the archive");
      }
      var path = sandbox.place(entry.getName(), what);
      Files.deleteIfExists(path);
      Files.createLink(path, target);
    } else if (entry.isFile() && !isDevice(entry)) {
      file(entry.getName(), what, tar, mode(entry.getMode()), quota);
    } else {
      throw new ArtifactException(what + " is a device or another special file");
    }
  }

  private static boolean isDevice(TarArchiveEntry entry) {
    return entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
  }

  private void directory(String name, String what) throws IOException {
    var path = sandbox.place(name, what);
    if (Files.isSymbolicLink(path)) {
      throw new ArtifactException(what + " is a directory where a link is");
    }
    Files.createDirectories(path);
  }

  private void file(String name, String what, InputStream in, int mode, Quota quota)
      throws IOException {
    var path = sandbox.place(name, what);
    if (Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      throw new ArtifactException(what + " is a file where a directory is");
    }
    Files.deleteIfExists(path);
    try (var out = new BufferedOutputStream(Files.newOutputStream(path))) {
      var buffer = new byte[32 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        quota.bytes(count, what);
        out.write(buffer, 0, count);
      }
    }
    Files.setPosixFilePermissions(path, permissions(mode));
  }

  /** Archives made elsewhere than on Unix carry no mode. Setuid, setgid and sticky are dropped. */
  private static int mode(int mode) {
    return (mode & 0777) == 0 ? DEFAULT_FILE_MODE : mode & 0777;
  }

  /** Sets the run bits of a plain file. */
  static void makeExecutable(Path file) throws IOException {
    var permissions = Files.getPosixFilePermissions(file);
    permissions.addAll(permissions(EXECUTABLE_BITS));
    Files.setPosixFilePermissions(file, permissions);
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (var permission : PosixFilePermission.values()) {
      // Declared from OWNER_READ (0400) down to OTHERS_EXECUTE (0001).
      if ((mode & (0400 >> permission.ordinal())) != 0) {
        permissions.add(permission);
      }
    }
    return permissions;
  }

  private static String what(String entry, String archive) {
    return "entry '%s' of %s".formatted(entry, archive);
  }
}
