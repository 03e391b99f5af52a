package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.Failure;
import dev.ekiden.cli.machine.Pause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts several processes at once, each as soon as those it comes after serve. The first failure
 * ends all waiting; then everything started here is stopped again.
 */
final class Starter {
  private static final long POLL_MILLIS = 200;

  private final Processes processes;
  private final Console console;
  private final AtomicReference<Failure> failure = new AtomicReference<>();
  private final List<Service> started = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Long> nanosByName = Collections.synchronizedMap(new TreeMap<>());

  Starter(Processes processes, Console console) {
    this.processes = processes;
    this.console = console;
  }

  /** Ends all waiting with this failure, unless there is one already. */
  void cancel(Failure why) {
    failure.compareAndSet(null, why);
  }

  /**
   * Starts those that do not run, waits for all, and gives the nanoseconds that each took; those
   * that served already are left out. {@code services} are in an order in which those that others
   * come after are first.
   */
  Map<String, Long> start(List<Service> services) {
    var outlivers = services.stream().filter(Service::hasOutlivers).map(Service::name).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var serving = new LinkedHashMap<String, CompletableFuture<Void>>();
      for (var service : services) {
        var before =
            service.after().stream().filter(serving::containsKey).map(serving::get).toList();
        serving.put(
            service.name(),
            CompletableFuture.allOf(before.toArray(CompletableFuture[]::new))
                .thenRunAsync(() -> startOne(service), threads));
      }
      CompletableFuture.allOf(serving.values().toArray(CompletableFuture[]::new))
          .handle((done, error) -> done)
          .join();
    }
    var why = failure.get();
    if (why != null) {
      rollBack(outlivers);
      throw why;
    }
    return nanosByName;
  }

  private void startOne(Service service) {
    if (failure.get() != null) {
      return;
    }
    long begin = System.nanoTime();
    try {
      var running = processes.running(service.name());
      if (running.isPresent() && service.serves()) {
        return;
      }
      awaitServing(service, running.orElseGet(() -> launch(service)), begin);
      if (failure.get() == null) {
        service.onceServing();
        long nanos = System.nanoTime() - begin;
        nanosByName.put(service.name(), nanos);
        console.done(service.name() + " ready", nanos);
      }
    } catch (Failure e) {
      cancel(e);
    } catch (RuntimeException e) {
      cancel(new Failure(service.name() + " cannot start", String.valueOf(e.getMessage()), e));
    }
  }

  private ProcessRecord launch(Service service) {
    var launch = service.launch();
    started.add(service);
    return processes.start(service.name(), launch);
  }

  private void awaitServing(Service service, ProcessRecord record, long begin) {
    long deadline = begin + service.patience().toNanos();
    while (failure.get() == null && !service.serves()) {
      if (!record.process().alive()) {
        throw processes.died(service.name());
      }
      if (System.nanoTime() > deadline) {
        throw processes.silent(service, record.process());
      }
      Pause.millis(POLL_MILLIS);
    }
  }

  private void rollBack(List<String> outliversBefore) {
    if (started.isEmpty()) {
      return;
    }
    console.begin("stopping what was started");
    try {
      new Stopper(processes, console)
          .stop(
              started,
              service -> !outliversBefore.contains(service.name()) && service.hasOutlivers());
    } catch (Failure e) {
      console.failed(String.valueOf(e.getMessage())); // what broke the start matters more
    }
  }
}
