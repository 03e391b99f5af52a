package dev.ekiden.e2e.faults;

import dev.ekiden.e2e.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Clients that create, change, scale, read and delete apps all the time through all masters, and
 * remember what they were told. Their apps find no agent, so that a change costs a write and no
 * process; each app has one writer, so that what a read must show is known.
 */
final class Writers implements AutoCloseable {
  /** Prefix of all their apps' ids. */
  static final String PREFIX = "/shop/w";

  private static final JsonMapper JSON = new JsonMapper();
  private static final int THREADS = 4;
  private static final int MOST_OPEN = 15;
  private static final int MOST_INSTANCES = 4;
  private static final long PAUSE_MILLIS = 30;
  private static final long PAUSE_AFTER_TROUBLE_MILLIS = 100;
  private static final int MISSING = 404;
  private static final int TOO_MANY = 429;

  /** Runs on the same data, at least a second apart, write different apps. */
  private static final long RUNS = 1_000_000;

  private final String run;
  private final History history = new History();
  private final CountDownLatch leaving = new CountDownLatch(1);
  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile long pauseMillis = PAUSE_MILLIS;
  private volatile boolean resting;

  /** {@code run} begins the part of all ids that tells runs apart; a seed chooses the calls. */
  Writers(String run, long seed) {
    this.run = run + Long.toString(System.currentTimeMillis() / 1000 % RUNS, Character.MAX_RADIX);
    var random = new SplittableRandom(seed);
    for (int n = 0; n < THREADS; n++) {
      var writer = new Writer(n, random.split());
      writers.add(writer);
      threads.add(Thread.ofVirtual().start(writer::work));
    }
  }

  History history() {
    return history;
  }

  /** Does nothing from now on; calls that are on their way go on. */
  void rest() {
    resting = true;
  }

  /** Goes on after a rest. */
  void goOn() {
    resting = false;
  }

  /** As fast as answers come, from now on. */
  void hurry() {
    pauseMillis = 0;
  }

  /** Waits until {@code more} writes than now are acknowledged. */
  void awaitWrites(int more) {
    long goal = history.writes() + more;
    Eventually.holds(
        more + " more writes are acknowledged",
        () -> {
          if (history.writes() < goal) {
            throw new AssertionError(history.toString());
          }
        });
  }

  /** Stops writing; what is on its way is waited for. */
  @Override
  public void close() {
    leaving.countDown();
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Compares all apps ever written with what the leader says; close first. */
  void verify() {
    for (var writer : writers) {
      for (var app : writer.all) {
        var seen = Eventually.get("a read of " + app.id(), () -> seen(app));
        if (!app.allows(seen)) {
          history.violation("lost or undead: " + app + ", but in the end there is " + seen);
        }
      }
    }
  }

  /** Removes what is left; its outcome is nobody's concern. */
  void clear() {
    for (var writer : writers) {
      for (var app : writer.all) {
        Masters.ask(Masters.awaitLeader(), "DELETE", app.path() + "?force=true", "");
      }
    }
  }

  private static AppState seen(WrittenApp app) {
    return switch (Masters.ask(Masters.awaitLeader(), "GET", app.path(), "")) {
      case Outcome.Done(_, var text, var age) when age == 0 -> AppState.of(JSON.readTree(text));
      case Outcome.Refused(var status, _, var age) when status == MISSING && age == 0 ->
          AppState.GONE;
      case Outcome other -> throw new AssertionError(other.toString());
    };
  }

  /** One client. */
  private final class Writer {
    private final int number;
    private final SplittableRandom random;
    private final List<WrittenApp> all = new ArrayList<>();
    private final List<WrittenApp> open = new ArrayList<>();
    private long mark;

    Writer(int number, SplittableRandom random) {
      this.number = number;
      this.random = random;
    }

    void work() {
      try {
        do {
          if (!resting) {
            step();
          }
        } while (!leaving.await(pauseMillis, TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException | AssertionError e) {
        history.violation("a writer gave up: " + e);
      }
    }

    private void step() throws InterruptedException {
      int choice = random.nextInt(10);
      if (open.isEmpty() || (choice == 0 && open.size() < MOST_OPEN)) {
        create();
        return;
      }
      var app = open.get(random.nextInt(open.size()));
      if (choice <= 4) {
        write(app, "PUT", AppState.of(++mark, app.sure().instances()), environment(mark));
      } else if (choice <= 6) {
        int instances = random.nextInt(MOST_INSTANCES + 1);
        write(app, "PUT", AppState.of(app.sure().mark(), instances), scale(instances));
      } else if (choice == 7 && open.size() == MOST_OPEN) {
        write(app, "DELETE", AppState.GONE, JSON.createObjectNode());
      } else {
        read(app);
      }
    }

    private void create() throws InterruptedException {
      var app = new WrittenApp(PREFIX + "-" + run + "-" + number + "-" + all.size());
      all.add(app);
      open.add(app);
      var body = environment(++mark);
      body.put("id", app.id()).put("cmd", "exec sleep 100000").put("instances", 0);
      body.put("cpus", 0.01).put("mem", 32);
      body.putArray("constraints").addArray().add("rack").add("LIKE").add("nowhere");
      // These never make progress: after ten minutes they would be led back, which no call asked.
      body.putObject("ekiden").putObject("deployment").put("autoRollback", false);
      write(app, "POST", AppState.of(mark, 0), body);
    }

    private void write(WrittenApp app, String method, AppState wish, ObjectNode body)
        throws InterruptedException {
      var path = (method.equals("POST") ? "/v2/apps" : app.path()) + "?force=true";
      var master = master();
      switch (Masters.ask(master, method, path, body.isEmpty() ? "" : body.toString())) {
        case Outcome.Done _ -> {
          history.acknowledged();
          app.acknowledged(wish);
        }
        case Outcome.Refused refused -> refused(app, method, master, refused);
        case Outcome.Unknown _ -> {
          history.unknown();
          app.unknown(wish);
          pauseAfterTrouble();
        }
      }
      if (!app.open() || !app.sure().there()) {
        open.remove(app);
      }
    }

    /** Each of these calls is right, so a refusal must be about the moment and not about it. */
    private void refused(WrittenApp app, String method, String master, Outcome.Refused refused)
        throws InterruptedException {
      history.refused();
      app.refused(refused);
      if (refused.status() >= 400 && refused.status() < 500 && refused.status() != TOO_MANY) {
        history.violation(
            "%s of %s through %s is right, but: %s".formatted(method, app, master, refused));
      }
      pauseAfterTrouble();
    }

    private void pauseAfterTrouble() throws InterruptedException {
      leaving.await(PAUSE_AFTER_TROUBLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void read(WrittenApp app) throws InterruptedException {
      var master = master();
      switch (Masters.ask(master, "GET", app.path(), "")) {
        case Outcome.Done(_, var text, var age) ->
            judge(app, master, AppState.of(JSON.readTree(text)), age);
        case Outcome.Refused(var status, _, var age) when status == MISSING ->
            judge(app, master, AppState.GONE, age);
        case Outcome.Refused _, Outcome.Unknown _ -> pauseAfterTrouble();
      }
    }

    private void judge(WrittenApp app, String master, AppState seen, long ageSeconds) {
      history.read();
      if (app.allows(seen)) {
        return;
      }
      if (ageSeconds == 0) {
        history.violation("stale: %s, but %s says %s".formatted(app, master, seen));
      } else {
        history.oldRead();
      }
    }

    private String master() {
      return Masters.NAMES.get(random.nextInt(Masters.NAMES.size()));
    }

    private static ObjectNode environment(long mark) {
      var body = JSON.createObjectNode();
      body.putObject("env").put(AppState.MARK, Long.toString(mark));
      return body;
    }

    private static ObjectNode scale(int instances) {
      return JSON.createObjectNode().put("instances", instances);
    }
  }
}
