package dev.ekiden.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * Starts the stack before the first test class and takes it down, data and all, when JUnit's
 * launcher session ends, however the tests went. Its logs are kept.
 */
final class OneStack implements BeforeAllCallback {
  private static final List<Integer> PORTS =
      List.of(9443, 9444, 9445, 9446, 9432, 9181, 9453, 9455, 9463, 9465, 7080, 7443, 7090);

  /** Set by somebody who tries one test again and again: the stack is taken as it is, and left. */
  private static final boolean KEPT = System.getenv("EKIDEN_E2E_KEEP") != null;

  /** Why there is no stack is told to every class, without a second try. */
  private record Stack(String failure) implements AutoCloseable {
    @Override
    public void close() {
      keepLogs();
      if (KEPT) {
        return;
      }
      Ekiden.run("down", "--purge").orFail();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    var stack =
        context
            .getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(OneStack.class))
            .computeIfAbsent("stack", _ -> new Stack(start()), Stack.class);
    if (!stack.failure().isEmpty()) {
      throw new AssertionError(stack.failure());
    }
  }

  /** Empty, or why it does not run. */
  private static String start() {
    try {
      if (launcherIsOld()) {
        return "The launcher is older than its sources and would be built inside this build:"
            + " run ./ekiden status once, or all tests by ./ekiden test";
      }
      if (KEPT) {
        return "";
      }
      Ekiden.run("down", "--purge"); // what an earlier run of ours, cut short, has left
      for (int port : PORTS) {
        if (taken(port)) {
          return "Port %d is taken, by another stack on this machine? Run ./ekiden down first."
              .formatted(port);
        }
      }
      var up = Ekiden.up();
      return up.exit() == 0 ? "" : "./ekiden up failed:\n" + up.out() + up.err();
    } catch (IOException e) {
      return "The stack cannot be started: " + e;
    }
  }

  private static boolean taken(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** As the script ./ekiden sees it. */
  private static boolean launcherIsOld() throws IOException {
    var stamp = Ekiden.ROOT.resolve("cli/target/launcher/.stamp");
    if (!Files.exists(stamp)) {
      return true;
    }
    var built = Files.getLastModifiedTime(stamp);
    try (var sources = Files.walk(Ekiden.ROOT.resolve("cli/src/main"))) {
      return sources.anyMatch(source -> modified(source).compareTo(built) > 0);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private static void keepLogs() {
    var logs = Ekiden.DATA.resolve("logs");
    if (!Files.isDirectory(logs)) {
      return;
    }
    try (var files = Files.list(logs)) {
      var kept = Files.createDirectories(Ekiden.TARGET.resolve("logs"));
      for (var file : files.toList()) {
        Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      System.err.println("the stack's logs could not be kept: " + e);
    }
  }
}
