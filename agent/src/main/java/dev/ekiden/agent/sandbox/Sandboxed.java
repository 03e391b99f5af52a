package dev.ekiden.agent.sandbox;

import dev.ekiden.agent.ondemand.RefusedException;
import dev.ekiden.core.wire.Answer.Kind;
import dev.ekiden.core.wire.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * One thing in a sandbox, held by a descriptor: whatever its owner renames or replaces, it stays
 * the same, and it is inside. Links are followed as long as they do not lead out.
 */
final class Sandboxed implements AutoCloseable {
  /** The kernel gives up when things were renamed all the while. */
  private static final int TRIES = 20;

  private static final byte[] PARENT = {'.', '.'};
  private static final int MOST_BYTES = 4095;
  private static final int PERMISSIONS = 07777;
  private static final int TYPE = 0170000;

  private final int descriptor;

  private Sandboxed(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * @param sandbox whose parent nobody else can write
   * @param path texts of {@link FileName}, separated by slashes; empty for the sandbox itself
   */
  static Sandboxed open(Path sandbox, String path) throws RefusedException, IOException {
    var relative = relative(path);
    var root = root(sandbox);
    try {
      return new Sandboxed(beneath(root, relative));
    } catch (OpenAt2.ErrnoException e) {
      throw refused(e, path);
    } finally {
      OpenAt2.close(root);
    }
  }

  private static int root(Path sandbox) throws RefusedException, IOException {
    try {
      return OpenAt2.anywhere(FileName.allBytes(sandbox));
    } catch (OpenAt2.ErrnoException e) {
      if (e.errno() == OpenAt2.ENOENT) {
        throw new RefusedException(Outcome.GONE, "its sandbox is not there, or not any more");
      }
      throw refused(e, sandbox.toString());
    }
  }

  private static int beneath(int root, byte[] path) throws OpenAt2.ErrnoException {
    for (int tries = 1; ; tries++) {
      try {
        return OpenAt2.beneath(root, path);
      } catch (OpenAt2.ErrnoException e) {
        if (e.errno() != OpenAt2.EAGAIN || tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /** The kernel would see to {@code ..}, too; but that is nobody's honest question. */
  private static byte[] relative(String path) throws RefusedException {
    var bytes = new ByteArrayOutputStream();
    bytes.write('.');
    for (var part : path.split("/")) {
      var name = FileName.bytes(part);
      if (Arrays.equals(name, PARENT) || contains(name, 0) || contains(name, '/')) {
        throw new RefusedException(Outcome.REFUSED, "no path in a sandbox: " + path);
      }
      if (name.length > 0) {
        bytes.write('/');
        bytes.writeBytes(name);
      }
    }
    if (bytes.size() > MOST_BYTES) {
      throw new RefusedException(Outcome.NOT_FOUND, "there is no such file");
    }
    return bytes.toByteArray();
  }

  private static boolean contains(byte[] name, int octet) {
    for (var each : name) {
      if (each == octet) {
        return true;
      }
    }
    return false;
  }

  private static RefusedException refused(OpenAt2.ErrnoException e, String path)
      throws IOException {
    return switch (e.errno()) {
      case OpenAt2.ENOENT, OpenAt2.ENOTDIR, OpenAt2.ENAMETOOLONG ->
          new RefusedException(Outcome.NOT_FOUND, "there is no /%s in its sandbox".formatted(path));
      case OpenAt2.EXDEV, OpenAt2.ELOOP ->
          new RefusedException(
              Outcome.REFUSED, "/%s is a link that leads out of the sandbox".formatted(path));
      case OpenAt2.ENOSYS ->
          new RefusedException(
              Outcome.REFUSED, "its machine's kernel is older than Linux 5.6: no files are shown");
      default -> throw e;
    };
  }

  /** What it is. */
  record Attributes(Kind kind, int mode, long size, long modifiedMillis) {
    private static Attributes of(Map<String, Object> attributes) {
      var mode = (Integer) value(attributes, "mode");
      return new Attributes(
          kind(mode),
          mode & PERMISSIONS,
          (Long) value(attributes, "size"),
          ((FileTime) value(attributes, "lastModifiedTime")).toMillis());
    }

    private static Object value(Map<String, Object> attributes, String name) {
      return Objects.requireNonNull(attributes.get(name));
    }

    private static Kind kind(int mode) {
      return switch (mode & TYPE) {
        case 0100000 -> Kind.FILE;
        case 0040000 -> Kind.DIRECTORY;
        case 0120000 -> Kind.LINK;
        case 0010000 -> Kind.FIFO;
        case 0140000 -> Kind.SOCKET;
        default -> Kind.DEVICE;
      };
    }
  }

  private static final String WANTED = "unix:mode,size,lastModifiedTime";

  Attributes attributes() throws IOException {
    return Attributes.of(Files.readAttributes(path(), WANTED));
  }

  /** Of a name in this directory, not of what a link points to. */
  Attributes attributes(byte[] name) throws IOException {
    return Attributes.of(
        Files.readAttributes(FileName.in(path(), name), WANTED, LinkOption.NOFOLLOW_LINKS));
  }

  /** A path by which the rest of Java reaches it, and nothing else. */
  Path path() {
    return Path.of("/proc/self/fd/" + descriptor);
  }

  @Override
  public void close() {
    OpenAt2.close(descriptor);
  }
}
