package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Disk;
import dev.ekiden.cli.machine.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder that holds everything one local stack keeps, {@code .ekiden/} unless told otherwise.
 */
public record DataDir(Path root) {
  private static final String MARK = "this-is-ekiden-data";

  /** Makes the path absolute, so that it works from any working directory. */
  public DataDir {
    root = root.toAbsolutePath().normalize();
  }

  /** Whether a stack has ever been set up here. */
  public boolean exists() {
    return Files.exists(root.resolve(MARK));
  }

  /** Creates the folder and its marker, readable by its owner only; refuses a folder of others. */
  public void create() {
    try {
      if (Files.isDirectory(root) && !exists() && !empty()) {
        throw new Failure(
            root + " holds other things than Ekiden's data", "give an empty folder with --data");
      }
      Files.createDirectories(root);
      PrivateFile.restrict(root);
      for (var name : new String[] {"run", "logs", "ssl", "programs"}) {
        Files.createDirectories(root.resolve(name));
      }
      mark();
    } catch (IOException e) {
      throw new Failure("cannot write to " + root, "choose another place with --data", e);
    }
  }

  /** Says that a stack has its data here. */
  void mark() throws IOException {
    Files.writeString(root.resolve(MARK), "");
  }

  /** Deletes everything; refuses a folder that no stack was ever set up in. */
  public void purge() {
    if (!Files.exists(root)) {
      return;
    }
    if (!exists()) {
      throw new Failure(
          root + " does not look like Ekiden's data", "delete it yourself if you mean it");
    }
    Disk.deleteTree(root);
  }

  /** Certificates and key stores. */
  public Path ssl() {
    return root.resolve("ssl");
  }

  /** The local certificate authority's certificate. */
  public Path ca() {
    return ssl().resolve("ca.pem");
  }

  /** The password of all key stores. */
  public Path keystorePassword() {
    return ssl().resolve("keystore.password");
  }

  /** One record per started process. */
  public Path run() {
    return root.resolve("run");
  }

  /** What a process printed. */
  public Path log(String name) {
    return root.resolve("logs").resolve(name + ".log");
  }

  /** Copies of the programs that run, so that a new build does not change what is running. */
  public Path programs(String name) {
    return root.resolve("programs").resolve(name);
  }

  /** Generated passwords and keys. */
  public Path secrets() {
    return root.resolve("secrets.properties");
  }

  private boolean empty() throws IOException {
    try (var inside = Files.list(root)) {
      return inside.findAny().isEmpty();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
