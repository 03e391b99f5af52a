package dev.ekiden.api.instances;

import dev.ekiden.api.json.Json;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.wire.Answer.Sample;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What an instance used, as people read it: amounts per span, averages of it, and their limits. */
final class StatsJson {
  private static final double MILLIS = 1_000;
  private static final double ROUND = 10_000;
  private static final long KIBI = 1_024;

  /** Between two samples that are kept. */
  private static final int EVERY_SECONDS = 10;

  private StatsJson() {}

  static ObjectNode of(Instance instance, List<Sample> samples) {
    var node =
        Json.object()
            .put("instance", instance.id().value())
            .put("app", instance.app().path())
            .put("agent", instance.agent().value())
            .put("everySeconds", EVERY_SECONDS);
    if (samples.isEmpty()) {
      node.putNull("current");
    } else {
      node.set("current", of(samples.getLast()));
    }
    var list = node.putArray("samples");
    samples.forEach(sample -> list.add(of(sample)));
    return node;
  }

  static ObjectNode of(Sample sample) {
    var node =
        Json.object()
            .put("at", Json.time(Instant.ofEpochMilli(sample.atMillis())))
            .put("seconds", sample.spanMillis() / MILLIS)
            .put("cpus", share(sample.cpuMillis(), sample.spanMillis()))
            .put("throttledSeconds", sample.throttledMillis() / MILLIS)
            .put("throttled", share(sample.throttledPeriods(), sample.periods()))
            .put("memoryBytes", sample.memoryKib() * KIBI)
            .put("reclaimableBytes", sample.reclaimableKib() * KIBI)
            .put("processes", sample.processes())
            .put("oomKills", sample.oomKills())
            .put("readBytes", sample.readKib() * KIBI)
            .put("writtenBytes", sample.writtenKib() * KIBI);
    if (sample.stalledMillis().isEmpty()) {
      node.putNull("pressure");
    } else {
      node.putObject("pressure")
          .put("cpu", share(sample.stalledMillis().get(0), sample.spanMillis()))
          .put("memory", share(sample.stalledMillis().get(1), sample.spanMillis()))
          .put("io", share(sample.stalledMillis().get(2), sample.spanMillis()));
    }
    return node;
  }

  /** Of nothing, nothing. */
  private static double share(long part, long whole) {
    return whole == 0 ? 0 : Math.round(part * ROUND / whole) / ROUND;
  }
}
