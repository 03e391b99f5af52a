package dev.ekiden.core.state;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * An app as it stands.
 *
 * @param version of the definition; moves with every change (Marathon's {@code version})
 * @param configVersion moves with every change that needs new instances, and with a restart;
 *     instances carry the one they were started from
 * @param scaledAt when {@code instances} last changed
 * @param servicePorts one per port definition
 * @param definitions every definition still in use or among the newest, by version
 */
public record App(
    AppSpec spec,
    Instant version,
    Instant configVersion,
    Instant scaledAt,
    List<Integer> servicePorts,
    Pause pause,
    Waiting waiting,
    SortedMap<Instant, AppSpec> definitions) {

  public App {
    servicePorts = List.copyOf(servicePorts);
  }

  public AppId id() {
    return spec.id();
  }

  public ProjectId project() {
    return spec.id().project();
  }

  App withPause(Pause next) {
    return new App(
        spec, version, configVersion, scaledAt, servicePorts, next, waiting, definitions);
  }

  App withWaiting(Waiting next) {
    return new App(spec, version, configVersion, scaledAt, servicePorts, pause, next, definitions);
  }
}
