package dev.ekiden.agent.artifact;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * A directory that strangers' names are resolved in. The agent is root and writes here, so it never
 * goes through a link that came out of an archive.
 */
record Sandbox(Path root) {

  /**
   * The path that a name means, its parent directories made.
   *
   * @param what for the message: {@code entry '../x' of app.zip}
   */
  Path place(String name, String what) throws IOException {
    var path = resolve(name, what);
    var parent = path.equals(root) ? root : path.getParent();
    for (var dir = parent; dir != null && !dir.equals(root); dir = dir.getParent()) {
      if (Files.isSymbolicLink(dir)) {
        throw new ArtifactException(what + " leads through the link " + root.relativize(dir));
      }
      if (Files.exists(dir) && !Files.isDirectory(dir)) {
        throw new ArtifactException(what + " needs a directory where a file is");
      }
    }
    Files.createDirectories(parent == null ? root : parent);
    return path;
  }

  /** Inside the root by its letters: not absolute, no {@code ..}, no NUL, no backslash. */
  Path resolve(String name, String what) throws ArtifactException {
    if (name.startsWith("/") || name.contains("\\") || name.matches("^[A-Za-z]:.*")) {
      throw new ArtifactException(what + " has an absolute or foreign path");
    }
    for (var part : name.split("/")) {
      if (part.equals("..")) {
        throw new ArtifactException(what + " leaves the sandbox");
      }
    }
    try {
      var path = root.resolve(name).normalize();
      if (!path.startsWith(root)) {
        throw new ArtifactException(what + " leaves the sandbox");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new ArtifactException(what + " is no file name: " + e.getReason());
    }
  }

  /** A link may point anywhere inside, by its letters; where it then leads is looked at last. */
  void link(Path path, String target, String what) throws IOException {
    var parent = path.getParent();
    if (target.startsWith("/")
        || parent == null
        || !parent.resolve(target).normalize().startsWith(root)) {
      throw new ArtifactException(what + " is a link that leaves the sandbox: " + target);
    }
    Files.deleteIfExists(path);
    Files.createSymbolicLink(path, Path.of(target));
  }

  /** Links through links may still lead out; one that does fails here, before anything runs. */
  void verifyLinks() throws IOException {
    var real = root.toRealPath();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isSymbolicLink()
                && Files.exists(file)
                && !file.toRealPath().startsWith(real)) {
              throw new ArtifactException(
                  "the link %s leads out of the sandbox".formatted(root.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Gives all of it to the instance's user; links themselves, not what they point to. */
  void give(int uid) throws IOException {
    try (var paths = Files.walk(root)) {
      for (var path : (Iterable<Path>) paths::iterator) {
        for (var owner : Map.of("unix:uid", uid, "unix:gid", uid).entrySet()) {
          Files.setAttribute(path, owner.getKey(), owner.getValue(), NOFOLLOW_LINKS);
        }
      }
    }
  }
}
