package dev.ekiden.core.sim;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.TreeMap;

/** An app, as the journal has it. */
final class Known {
  AppSpec spec;
  Instant configVersion;
  Instant pausedUntil = Instant.MIN;
  Fact waiting = Shadow.NOT_WAITING;

  /** Wanted before the latest deployment began. */
  int before;

  /** What is left of a job has no minimum. */
  boolean wasJob;

  final TreeMap<Instant, AppSpec> definitions = new TreeMap<>();

  Known(AppSpec spec, Instant configVersion) {
    this.spec = spec;
    this.configVersion = configVersion;
  }

  AppSpec definition(Instant version) {
    return version.equals(configVersion) ? spec : definitions.getOrDefault(version, spec);
  }
}
