package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.Failure;
import dev.ekiden.cli.machine.Memory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The whole product on this machine. Wanted is what {@link Topology} says, actual what {@code run/}
 * remembers and still lives; {@link #up} starts the difference, so it is also how one recovers.
 */
public final class Stack {
  private final Checkout checkout;
  private final DataDir data;
  private final Console console;
  private final Site site;
  private final Processes processes;
  private volatile Optional<Starter> starter = Optional.empty();

  /** The stack that keeps its data in {@code data}. */
  public Stack(Checkout checkout, DataDir data, Console console) {
    this.checkout = checkout;
    this.data = data;
    this.console = console;
    this.site = Site.open(checkout, data);
    this.processes = new Processes(data);
  }

  /**
   * Starts what does not run, and waits until it serves. Gives the nanoseconds that each start
   * took, none if all were up. {@code masters} and {@code agents} of 0 mean: as before; {@code
   * only} names processes, none means all.
   */
  public Map<String, Long> up(UpRequest request) {
    var before = Topology.of(data);
    var topology = before.with(request);
    var selection = Selection.all(topology).only(request.only());
    requireNoMoreThan(topology);
    var wanted = new Services(site, topology).of(selection);
    if (wanted.stream().allMatch(this::runsAndServes)) {
      if (!topology.equals(before)) {
        topology.keep(data);
      }
      return Map.of();
    }
    var preparation = new Preparation(checkout, data, console);
    preparation.machine(selection);
    Preparation.ports(missing(wanted)); // before anything is left behind
    data.create();
    try (var _ = StackLock.take(data)) {
      var missing = missing(wanted);
      Preparation.ports(missing);
      topology.keep(data);
      preparation.certificates(site.secrets(), topology);
      if (request.build()) {
        preparation.build(missing);
      }
      preparation.runtimes(site.runtimes(), missing);
      if (topology.masters() > before.masters()) {
        stopThoseWhoKnowTheMasters(wanted);
      }
      var starting = new Starter(processes, console);
      starter = Optional.of(starting);
      return starting.start(wanted);
    } finally {
      starter = Optional.empty();
    }
  }

  /** Makes a running {@link #up} in another thread give up; it then stops what it started. */
  public boolean cancel() {
    var running = starter;
    running.ifPresent(s -> s.cancel(new Failure("interrupted", "nothing is left running")));
    return running.isPresent();
  }

  /** Stops everything, instances too; false if nothing ran. */
  public boolean down() {
    if (!data.exists()) {
      return false;
    }
    try (var _ = StackLock.take(data)) {
      var all = services(Topology.of(data));
      boolean any =
          all.stream().anyMatch(s -> processes.running(s.name()).isPresent() || s.hasOutlivers());
      if (any) {
        new Stopper(processes, console).stop(all, _ -> true);
      }
      return any;
    }
  }

  /**
   * Starts them again one after the other, built anew if {@code build}; one that runs is stopped
   * politely first, and none is touched before the one before it serves. {@code masters} stands for
   * all masters, standbys first.
   */
  public void restart(List<String> names, boolean build) {
    var topology = Topology.of(data);
    if (!data.exists()) {
      throw new Failure("nothing has been set up in " + data.root(), "run ./ekiden up first");
    }
    var rolling = new RollingRestart(site, topology, processes, console);
    var order = rolling.order(names);
    var services = order.stream().map(new Services(site, topology)::named).toList();
    var preparation = new Preparation(checkout, data, console);
    preparation.machine(Selection.all(topology).only(order));
    try (var _ = StackLock.take(data)) {
      if (build) {
        preparation.build(services);
      }
      preparation.runtimes(site.runtimes(), services);
      services.forEach(rolling::restart);
    }
  }

  /** One row per process, asked right now. */
  public List<Row> status() {
    return services(Topology.of(data)).parallelStream().map(this::row).toList();
  }

  /** Memory of each running process with its children, by name. */
  public Map<String, Memory> memory() {
    var byName = new TreeMap<String, Memory>();
    for (var service : services(Topology.of(data))) {
      processes
          .running(service.name())
          .ifPresent(r -> byName.put(service.name(), Memory.ofTree(r.process().pid())));
    }
    return byName;
  }

  /** Names of those that were started once and have ended since without being stopped. */
  public List<String> ended() {
    return services(Topology.of(data)).stream()
        .map(Service::name)
        .filter(name -> processes.known(name) && processes.running(name).isEmpty())
        .toList();
  }

  private Row row(Service service) {
    return processes
        .running(service.name())
        .map(r -> new Row(service.name(), service.address(), health(service, r), r.process().pid()))
        .orElseGet(() -> new Row(service.name(), service.address(), Health.DOWN, 0));
  }

  private static Health health(Service service, ProcessRecord record) {
    if (service.serves()) {
      return Health.UP;
    }
    var age = Duration.between(record.startedAt(), Instant.now());
    return age.compareTo(service.patience()) < 0 ? Health.STARTING : Health.FAILING;
  }

  private List<Service> services(Topology topology) {
    return new Services(site, topology).of(Selection.all(topology));
  }

  private boolean runsAndServes(Service service) {
    return processes.running(service.name()).isPresent() && service.serves();
  }

  private List<Service> missing(List<Service> wanted) {
    return wanted.stream().filter(s -> processes.running(s.name()).isEmpty()).toList();
  }

  /** Agents and the router are told of masters as they start; instances and HAProxy go on. */
  private void stopThoseWhoKnowTheMasters(List<Service> services) {
    var told =
        services.stream().filter(s -> s instanceof AgentProcess || s instanceof Router).toList();
    new Stopper(processes, console).stop(told, _ -> false);
  }

  /** A smaller stack than the one that runs would leave processes that nobody knows of. */
  private void requireNoMoreThan(Topology wanted) {
    var names = Selection.all(wanted).names();
    for (var name : Selection.all(Topology.of(data)).names()) {
      if (!names.contains(name) && processes.running(name).isPresent()) {
        throw new Failure(name + " is running", "run ./ekiden down before making it smaller");
      }
    }
  }
}
