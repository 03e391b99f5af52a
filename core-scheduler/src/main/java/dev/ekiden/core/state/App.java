package dev.ekiden.core.state;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * An app as it stands.
 *
 * @param createdAt when an app of this id was first defined
 * @param version of the definition; moves with every change (Marathon's {@code version})
 * @param configVersion moves with every change that needs new instances, and with a restart;
 *     instances carry the one they run
 * @param scaledAt when {@code instances} last changed
 * @param servicePorts one per port definition
 * @param definitions every definition still in use or among the newest, by version
 * @param run of a job
 */
public record App(
    AppSpec spec,
    Instant createdAt,
    Instant version,
    Instant configVersion,
    Instant scaledAt,
    List<Integer> servicePorts,
    Pause pause,
    Waiting waiting,
    SortedMap<Instant, AppSpec> definitions,
    Run run) {
  public App {
    servicePorts = List.copyOf(servicePorts);
  }

  public AppId id() {
    return spec.id();
  }

  public ProjectId project() {
    return spec.id().project();
  }

  /** So many should be live now: of a job, those of its run that have not succeeded. */
  public int wanted() {
    if (spec.forEver()) {
      return spec.instances();
    }
    return switch (run) {
      case Run.Active active -> Math.max(0, spec.instances() - active.succeeded());
      case Run.None _, Run.Over _ -> 0;
    };
  }

  /**
   * The definition that instances of this version were started from; today's if it is forgotten.
   */
  public AppSpec definition(Instant configVersionOf) {
    return configVersionOf.equals(configVersion)
        ? spec
        : definitions.getOrDefault(configVersionOf, spec);
  }

  /**
   * Whether somebody asked for new instances of the same definition after this version was there.
   * Of old versions some may be forgotten, and a way back from a restart looks like one.
   */
  public boolean restartedSince(Instant configVersionOf) {
    var since = List.copyOf(definitions.tailMap(configVersionOf).values());
    return IntStream.range(1, since.size()).anyMatch(i -> since.get(i).equals(since.get(i - 1)));
  }

  /** The same with another definition, as of another version: for those who foretell. */
  public App with(AppSpec other, Instant otherVersion) {
    return new App(
        other,
        createdAt,
        otherVersion,
        otherVersion,
        scaledAt,
        servicePorts,
        pause,
        waiting,
        definitions,
        run);
  }

  App withPause(Pause next) {
    return with(next, waiting, run);
  }

  App withWaiting(Waiting next) {
    return with(pause, next, run);
  }

  App withRun(Run next) {
    return with(pause, waiting, next);
  }

  private App with(Pause nextPause, Waiting nextWaiting, Run nextRun) {
    return new App(
        spec,
        createdAt,
        version,
        configVersion,
        scaledAt,
        servicePorts,
        nextPause,
        nextWaiting,
        definitions,
        nextRun);
  }
}
