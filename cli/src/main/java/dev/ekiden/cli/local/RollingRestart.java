package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Restarts processes one after the other, each once the one before it serves. Masters go standbys
 * first, so that there is one election only; the leader hands over before it stops.
 */
record RollingRestart(Site site, Topology topology, Processes processes, Console console) {
  /** Stands for all masters. */
  static final String MASTERS = "masters";

  private static final String ADMIN = "admin";
  private static final Duration HAND_OVER = Duration.ofSeconds(15);
  private static final long POLL_MILLIS = 100;
  private static final int FIRST_ERROR = 400;

  /** The names in the order of their restarts, each once; the leader is the last master. */
  List<String> order(List<String> names) {
    return order(names, topology.masters(), leader());
  }

  static List<String> order(List<String> names, int masters, Optional<String> leader) {
    var all = new LinkedHashSet<String>();
    for (var name : names) {
      if (name.equals(MASTERS)) {
        IntStream.rangeClosed(1, masters).forEach(n -> all.add("master-" + n));
      } else {
        all.add(name);
      }
    }
    leader.filter(all::remove).ifPresent(all::add);
    return new ArrayList<>(all);
  }

  /** Stops it, if it runs, and starts it; returns once it serves. */
  void restart(Service service) {
    if (service instanceof Master && topology.masters() > 1 && leads(service.name())) {
      handOver(service);
    }
    new Stopper(processes, console).stop(List.of(service), _ -> false);
    Preparation.ports(List.of(service));
    new Starter(processes, console).start(List.of(service));
  }

  /** Returns when another leads, or after a while: then the stop ends the leadership. */
  private void handOver(Service master) {
    try {
      var token = new Tokens(site.data()).of(ADMIN, ADMIN);
      var answer = site.https().delete(master.address() + "/v2/leader", token);
      if (answer.statusCode() >= FIRST_ERROR) {
        return;
      }
    } catch (IOException | RuntimeException e) {
      console.line(
          master.name() + " cannot hand over, so it is stopped as it is: " + e.getMessage());
      return;
    }
    long deadline = System.nanoTime() + HAND_OVER.toNanos();
    while (leads(master.name()) && System.nanoTime() < deadline) {
      Pause.millis(POLL_MILLIS);
    }
  }

  private boolean leads(String name) {
    return leader().filter(name::equals).isPresent();
  }

  private Optional<String> leader() {
    return new Registrar(site.secrets()).leader();
  }
}
