package dev.ekiden.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.e2e.Apps;
import dev.ekiden.e2e.Containers;
import dev.ekiden.e2e.Eventually;

/** One instance that can only run on the first agent; removed when closed. */
final class Launch implements AutoCloseable {
  private static final String APP = "/shop/launch";
  private static final String PATH = "/v2/apps" + APP + "?force=true";

  private Launch() {}

  /** The app is there, without an instance. */
  static Launch onRackOne() {
    var app = Apps.shell(APP, "exec sleep 100000").put("instances", 0);
    app.putArray("constraints").addArray().add("rack").add("LIKE").add("r1");
    Masters.insist("PUT", PATH, app.toString());
    return new Launch();
  }

  /** Asks for the instance. */
  void ask() {
    Masters.insist("PUT", PATH, "{\"instances\": 1}");
  }

  /** One runs, and the leader and the kernel agree on which. */
  void awaitOne() {
    Eventually.holds(
        "one instance runs",
        () -> {
          var known = Masters.read("/v3/apps" + APP).get("instances");
          assertThat(known.size()).isEqualTo(1);
          assertThat(known.get(0).get("state").asString()).isEqualTo("RUNNING");
          assertThat(Containers.of(APP).keySet())
              .containsExactly(known.get(0).get("id").asString());
        });
  }

  @Override
  public void close() {
    Masters.insist("DELETE", PATH, "");
    Eventually.holds("it has ended", () -> assertThat(Containers.of(APP)).isEmpty());
  }
}
