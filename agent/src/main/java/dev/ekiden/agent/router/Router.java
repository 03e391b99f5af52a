package dev.ekiden.agent.router;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.ekiden.core.wire.RouteTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The control loop: one thread that looks at HAProxy, compares it with the newest table and acts,
 * at each new table and once a second. It is level-triggered, so a lost step, a killed HAProxy or a
 * restart of the router itself needs no special case: the next pass puts it right.
 */
final class Router {
  private static final System.Logger LOG = System.getLogger(Router.class.getName());
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration TICK_WHEN_FAILING = Duration.ofSeconds(10);
  private static final Duration BETWEEN_RELOADS = Duration.ofMillis(200);
  private static final int FAILURES_BEFORE_SLOW = 5;

  private final Settings settings;
  private final Haproxy haproxy;
  private final Certificates certificates;
  private final DataFiles files;
  private final Lookup lookup = new Lookup();
  private final Rest rest = new Rest();
  private final ArrayBlockingQueue<RouteTable> mail = new ArrayBlockingQueue<>(1);

  private RouteTable table = new RouteTable(0, 0, List.of());
  private Wanted wanted = Wanted.of(table);
  private SortedMap<String, String> present = new TreeMap<>();
  private boolean unreported;
  private long reloadedAt = System.nanoTime() - BETWEEN_RELOADS.toNanos();
  private int failures;
  private String lastFailure = "";

  Router(Settings settings) {
    this.settings = settings;
    this.haproxy = new Haproxy(settings);
    this.certificates = new Certificates(settings);
    this.files = new DataFiles(settings.data());
  }

  /** Hands a table to the loop; of several that wait only the last counts. Any thread. */
  void offer(RouteTable next) {
    while (!mail.offer(next)) {
      mail.poll();
    }
  }

  /** Works until its thread is interrupted; HAProxy goes on without it. */
  void run() throws InterruptedException {
    try {
      take(files.routes());
    } catch (RouterException e) {
      LOG.log(WARNING, "starting without known routes: {0}", e.getMessage());
    }
    while (!Thread.currentThread().isInterrupted()) {
      var pause = safePass();
      var next = Optional.ofNullable(mail.poll(pause.toMillis(), TimeUnit.MILLISECONDS));
      next.ifPresent(this::accept);
    }
  }

  /** Takes a table on unless it is older than the one at hand. */
  private void accept(RouteTable next) {
    if (next.epoch() < table.epoch()
        || (next.epoch() == table.epoch() && next.seq() < table.seq())) {
      LOG.log(
          WARNING,
          "ignored routes {0}.{1}: older than {2}.{3}",
          number(next.epoch()),
          number(next.seq()),
          number(table.epoch()),
          number(table.seq()));
      return;
    }
    var isNew = !next.equals(table);
    take(next);
    failures = isNew ? 0 : failures;
    try {
      if (isNew) {
        files.save(next);
      }
    } catch (RouterException e) {
      LOG.log(WARNING, e.getMessage()); // only a restart without masters would miss it
    }
  }

  private void take(RouteTable next) {
    var known = wanted.refusals();
    table = next;
    wanted = Wanted.of(lookup.resolve(next));
    unreported = true;
    for (var refusal : wanted.refusals()) {
      if (!known.contains(refusal)) {
        LOG.log(
            WARNING, "left out {0} at {1}: {2}", refusal.app(), refusal.host(), refusal.reason());
      }
    }
  }

  private Duration safePass() throws InterruptedException {
    try {
      var pause = pass();
      if (failures > 0) {
        LOG.log(INFO, "all well again");
      }
      failures = 0;
      lastFailure = "";
      return pause;
    } catch (RouterException e) {
      failed("" + e.getMessage());
    } catch (RuntimeException e) {
      LOG.log(ERROR, "a pass broke off", e);
      failures++;
    }
    return failures > FAILURES_BEFORE_SLOW ? TICK_WHEN_FAILING : TICK;
  }

  private void failed(String message) {
    failures++;
    if (!message.equals(lastFailure)) {
      LOG.log(WARNING, message);
    }
    lastFailure = message;
  }

  /** One look and what follows from it; answers how long the next may wait. */
  private Duration pass() throws RouterException, InterruptedException {
    var seen = haproxy.look();
    if (seen instanceof Seen.Up && table.epoch() == 0 && table.routes().isEmpty()) {
      return TICK; // we know nothing yet: what runs is better than nothing
    }
    var plan = Plan.of(seen, target(seen), slots -> Shape.id(settings, slots));
    switch (plan) {
      case Plan.Start(var placement) -> {
        var shape = shape(placement);
        haproxy.install(shape);
        haproxy.start();
        haproxy.awaitShape(shape.id());
        LOG.log(INFO, "started HAProxy, {0}", described(placement));
      }
      case Plan.Reload(var placement) -> {
        var wait = BETWEEN_RELOADS.toNanos() - (System.nanoTime() - reloadedAt);
        if (wait > 0) {
          return Duration.ofNanos(wait).plusMillis(1);
        }
        reload(seen, shape(placement));
        LOG.log(INFO, "reloaded HAProxy, {0}", described(placement));
      }
      case Plan.Commands commands -> tell(commands);
    }
    if (unreported || !idle(plan)) {
      files.applied(table, wanted, Instant.now());
      unreported = false;
    }
    certificates.tidy(wanted.hosts());
    return TICK;
  }

  private Target target(Seen seen) throws RouterException {
    present = certificates.ensure(wanted.hosts(), Instant.now());
    var rested =
        seen instanceof Seen.Up up
            ? rest.over(up.resting(), System.nanoTime())
            : new TreeSet<String>();
    return new Target(wanted, present, rested);
  }

  private Shape shape(Placement placement) {
    return Shape.of(settings, placement, present.keySet());
  }

  private static String described(Placement placement) {
    return placement.sites().size() + " routes, " + placement.slots() + " slots";
  }

  private static boolean idle(Plan plan) {
    return plan instanceof Plan.Commands commands && commands.lines().isEmpty();
  }

  private void reload(Seen seen, Shape shape) throws RouterException, InterruptedException {
    reloadedAt = System.nanoTime();
    try {
      haproxy.install(shape);
    } catch (RouterException e) {
      if (seen instanceof Seen.Up up) {
        tellWhatFits(up, e);
      }
      throw e;
    }
    haproxy.reload();
    haproxy.awaitShape(shape.id());
    reloadedAt = System.nanoTime();
  }

  /** What has a place in the old configuration is kept right; its files stay as they are. */
  private void tellWhatFits(Seen.Up up, RouterException refusal) {
    try {
      tell(Plan.asFarAsPossible(up, target(up)).lines());
    } catch (RouterException e) {
      refusal.addSuppressed(e);
    }
  }

  /** Files first: should HAProxy or we be killed in between, it starts with what was meant. */
  private void tell(Plan.Commands commands) throws RouterException {
    if (unreported || !commands.lines().isEmpty()) {
      haproxy.keep(shape(commands.placement()));
    }
    tell(commands.lines());
  }

  /** Tells all of them even if one fails. */
  private void tell(List<String> lines) throws RouterException {
    var failed = new ArrayList<RouterException>();
    for (var line : lines) {
      try {
        haproxy.tell(line);
      } catch (RouterException e) {
        failed.add(e);
      }
    }
    if (!failed.isEmpty()) {
      throw failed.getFirst();
    }
  }

  private static String number(long value) {
    return Long.toString(value);
  }
}
