package dev.ekiden.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.e2e.Apps;
import dev.ekiden.e2e.Containers;
import dev.ekiden.e2e.Eventually;
import java.util.TreeSet;

/** An app of many instances, started at once; removed when closed. */
final class Burst implements AutoCloseable {
  private static final String APP = "/shop/burst";

  private final int instances;
  private final TreeSet<String> seen = new TreeSet<>();

  private Burst(int instances) {
    this.instances = instances;
  }

  /** Accepted; its launches begin. */
  static Burst of(int instances) {
    var app = Apps.shell(APP, "exec sleep 100000");
    app.put("cpus", 0.01).put("mem", 32).put("instances", instances);
    Masters.insist("PUT", "/v2/apps" + APP + "?force=true", app.toString());
    return new Burst(instances);
  }

  /** Waits until at least so many run. */
  void awaitRunning(int least) {
    Eventually.holds(
        least + " instances run", () -> assertThat(look()).hasSizeGreaterThanOrEqualTo(least));
  }

  /** All run, each one since its only launch: never were there others. */
  void awaitAll() {
    Eventually.holds(
        "all instances run",
        () -> {
          assertThat(look()).hasSize(instances);
          var known = Masters.read("/v3/apps" + APP);
          assertThat(known.get("instances").size()).isEqualTo(instances);
          assertThat(known.get("running").asInt()).isEqualTo(instances);
        });
    assertThat(seen).as("instances that ever ran").hasSize(instances);
  }

  private TreeSet<String> look() {
    var now = new TreeSet<>(Containers.of(APP).keySet());
    seen.addAll(now);
    return now;
  }

  @Override
  public void close() {
    Masters.insist("DELETE", "/v2/apps" + APP + "?force=true", "");
    Eventually.holds("nothing of it runs", () -> assertThat(look()).isEmpty());
  }
}
