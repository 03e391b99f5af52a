package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Console;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Stops processes in the order of their ranks: masters first, so that nothing is scheduled again;
 * then router and agents; the database last.
 */
final class Stopper {
  private final Processes processes;
  private final Console console;

  Stopper(Processes processes, Console console) {
    this.processes = processes;
    this.console = console;
  }

  /** Stops all of them; {@code outlivers} says for which what outlives them is stopped as well. */
  void stop(List<Service> services, Predicate<Service> outlivers) {
    var ranks =
        services.stream()
            .collect(Collectors.groupingBy(Service::stopRank, TreeMap::new, Collectors.toList()));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var rank : ranks.values()) {
        CompletableFuture.allOf(
                rank.stream()
                    .map(
                        service ->
                            CompletableFuture.runAsync(() -> stopOne(service, outlivers), threads))
                    .toArray(CompletableFuture[]::new))
            .join();
      }
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void stopOne(Service service, Predicate<Service> outlivers) {
    long begin = System.nanoTime();
    var record = processes.running(service.name());
    record.ifPresent(running -> service.stop(running.process()));
    processes.forget(service.name());
    boolean more = (record.isPresent() || service.hasOutlivers()) && outlivers.test(service);
    if (more) {
      service.stopOutlivers();
    }
    if (record.isPresent() || more) {
      console.done(service.name() + " stopped", System.nanoTime() - begin);
    }
  }
}
