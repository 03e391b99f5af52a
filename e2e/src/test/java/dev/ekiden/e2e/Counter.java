package dev.ekiden.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who counts in an app's environment, one acknowledged change after the other. */
final class Counter implements AutoCloseable {
  /** Runs nothing; it is only to be changed. */
  static final String APP = "/shop/counter";

  private static final int A_FEW = 5;
  private static final Api ALICE = Api.as("alice");

  private final AtomicInteger tried = new AtomicInteger();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final Thread thread = Thread.ofVirtual().unstarted(this::countOn);
  private volatile boolean leaving;

  private Counter() {}

  /** Counts until closed. */
  static Counter start() {
    var counter = new Counter();
    counter.thread.start();
    return counter;
  }

  /** What the masters have now. */
  static int value() {
    var app = ALICE.get("/v2/apps" + APP).expect(200);
    return app.get("app").get("env").get("COUNT").asInt();
  }

  /** The last number that was acknowledged. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** The last number that may have been written. */
  int tried() {
    return tried.get();
  }

  /** Waits for some more acknowledged changes. */
  void awaitMore() {
    int now = acknowledged.get();
    Eventually.holds(
        "it counts on", () -> assertThat(acknowledged.get()).isGreaterThan(now + A_FEW));
  }

  private void countOn() {
    while (!leaving) {
      int next = tried.incrementAndGet();
      var app = Apps.shell(APP, "true").put("instances", 0);
      app.putObject("env").put("COUNT", Integer.toString(next));
      if (ALICE.put("/v2/apps" + APP, app.toString()).status() < 300) {
        acknowledged.set(next);
      }
    }
  }

  @Override
  public void close() {
    leaving = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
