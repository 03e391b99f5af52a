package dev.ekiden.core.jobs;

import dev.ekiden.core.model.Workload;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What becomes of a job's run, by what is true now. A run belongs to one configuration: a newer one
 * ends it. A job runs once for each configuration; a scheduled one whenever it is due, once for all
 * times that were missed. Scaled to 0 it does not begin, and what runs ends.
 */
public final class Runs {
  private Runs() {}

  /** What is to happen. */
  public sealed interface Verdict {
    /** Nothing. */
    record Nothing() implements Verdict {}

    /** A run begins. */
    record Begin(String cause) implements Verdict {}

    /** The run is over. */
    record Over(boolean success, String sentence) implements Verdict {}

    /** Too many instances have failed. */
    record Failed(String sentence) implements Verdict {}

    /** The run is over as the next one begins. */
    record Again(String sentence, String cause) implements Verdict {}
  }

  public static Verdict verdict(App app, Instant at) {
    return switch (app.run()) {
      case Run.Active run -> running(app, run, at);
      case Run.None _, Run.Over _ -> idle(app, at);
    };
  }

  private static Verdict running(App app, Run.Active run, Instant at) {
    int wanted = app.spec().instances();
    if (app.spec().forEver()) {
      return new Verdict.Over(false, "it is no longer a job");
    }
    if (wanted == 0) {
      return new Verdict.Over(false, "it was scaled to 0");
    }
    if (run.configVersion().isBefore(app.configVersion())) {
      return new Verdict.Over(false, "a newer definition took its place");
    }
    if (run.succeeded() >= wanted) {
      return new Verdict.Over(
          true, wanted == 1 ? "it has succeeded" : "all " + wanted + " instances have succeeded");
    }
    var job = job(app);
    if (run.failed() > job.retries()) {
      return new Verdict.Failed("%d of %d tries failed".formatted(run.failed(), job.retries() + 1));
    }
    if (deadline(run, job).filter(end -> !end.isAfter(at)).isPresent()) {
      return new Verdict.Over(false, "it ran for longer than " + job.maxRuntime());
    }
    return due(app)
        .filter(time -> !time.isAfter(at))
        .<Verdict>map(time -> new Verdict.Again("the next run took its place", "due at " + time))
        .orElse(new Verdict.Nothing());
  }

  private static Verdict idle(App app, Instant at) {
    if (app.spec().forEver() || app.spec().instances() == 0) {
      return new Verdict.Nothing();
    }
    return switch (app.spec().policy().workload()) {
      case Workload.Job _ ->
          configOfLast(app).filter(last -> !last.isBefore(app.configVersion())).isPresent()
              ? new Verdict.Nothing()
              : new Verdict.Begin("defined");
      case Workload.Scheduled _, Workload.Service _, Workload.PerAgent _ ->
          due(app)
              .filter(time -> !time.isAfter(at))
              .<Verdict>map(time -> new Verdict.Begin("due at " + time))
              .orElse(new Verdict.Nothing());
    };
  }

  private static Optional<Instant> configOfLast(App app) {
    return switch (app.run()) {
      case Run.None _ -> Optional.empty();
      case Run.Active run -> Optional.of(run.configVersion());
      case Run.Over run -> Optional.of(run.configVersion());
    };
  }

  private static Workload.Job job(App app) {
    return switch (app.spec().policy().workload()) {
      case Workload.Job job -> job;
      case Workload.Scheduled scheduled -> scheduled.job();
      case Workload.Service _, Workload.PerAgent _ ->
          throw new IllegalArgumentException("no job: " + app.id());
    };
  }

  private static Optional<Instant> deadline(Run.Active run, Workload.Job job) {
    return job.maxRuntime().equals(Duration.ZERO)
        ? Optional.empty()
        : Optional.of(run.startedAt().plus(job.maxRuntime()));
  }

  /**
   * When the next run is due: the first time after the last one ended, was defined, or was scaled;
   * or while one runs that the next one is to replace, after that one began. Times that pass while
   * a run goes on that is not to be replaced are left out.
   */
  private static Optional<Instant> due(App app) {
    if (!(app.spec().policy().workload()
            instanceof Workload.Scheduled(var cron, var zone, _, var overlap))
        || app.spec().instances() == 0) {
      return Optional.empty();
    }
    var last =
        switch (app.run()) {
          case Run.None _ -> app.configVersion();
          case Run.Active run -> run.startedAt();
          case Run.Over run -> run.endedAt();
        };
    if (app.run() instanceof Run.Active && overlap == Workload.Overlap.SKIP) {
      return Optional.empty();
    }
    return Stream.of(last, app.configVersion(), app.scaledAt())
        .max(Instant::compareTo)
        .flatMap(Cron.of(cron, zone)::next);
  }

  /** When to judge again though nothing happens. */
  public static Optional<Instant> next(App app) {
    if (app.spec().forEver()) {
      return Optional.empty();
    }
    var deadline =
        app.run() instanceof Run.Active run ? deadline(run, job(app)) : Optional.<Instant>empty();
    return Stream.of(deadline, due(app)).flatMap(Optional::stream).min(Instant::compareTo);
  }

  /** Whether a run may be started by hand now; empty if so, else why not. */
  public static String refusal(App app) {
    if (app.spec().forEver()) {
      return app.id().path() + " is no job; only jobs have runs";
    }
    if (app.spec().instances() == 0) {
      return app.id().path() + " is scaled to 0; scale it up to let it run";
    }
    boolean replaces =
        app.spec().policy().workload() instanceof Workload.Scheduled scheduled
            && scheduled.overlap() == Workload.Overlap.REPLACE;
    return app.run() instanceof Run.Active && !replaces
        ? "a run of " + app.id().path() + " is under way; stop it first"
        : "";
  }
}
