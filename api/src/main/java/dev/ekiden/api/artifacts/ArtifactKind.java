package dev.ekiden.api.artifacts;

import java.util.Locale;

/** What a file is, by its name. */
enum ArtifactKind {
  ZIP,
  TAR,
  JAR,
  WAR,
  BINARY,
  OTHER;

  static ArtifactKind of(String fileName) {
    var name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".zip")) {
      return ZIP;
    }
    if (name.endsWith(".tar") || name.endsWith(".tgz") || name.endsWith(".tar.gz")) {
      return TAR;
    }
    if (name.endsWith(".jar")) {
      return JAR;
    }
    if (name.endsWith(".war")) {
      return WAR;
    }
    return name.contains(".") ? OTHER : BINARY;
  }
}
