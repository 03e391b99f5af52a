package dev.ekiden.agent.supervise;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.function.Consumer;

/**
 * Tells of exit codes as conmon writes them. Only a hint that makes things quick: {@link Glances}
 * look every other second, too.
 */
final class ExitWatch implements AutoCloseable {
  private final WatchService service;

  ExitWatch(Path exits, Consumer<String> exited) throws IOException {
    service = FileSystems.getDefault().newWatchService();
    exits.register(service, ENTRY_CREATE);
    Thread.ofVirtual().name("exits").start(() -> watch(exited));
  }

  private void watch(Consumer<String> exited) {
    try {
      while (true) {
        var key = service.take();
        for (var event : key.pollEvents()) {
          if (event.context() instanceof Path name) {
            exited.accept(name.toString());
          }
        }
        key.reset();
      }
    } catch (InterruptedException | ClosedWatchServiceException _) {
      // The agent ends.
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
