package dev.ekiden.bench.scheduler;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.BackoffSpec;
import dev.ekiden.core.model.Command;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.KillSelection;
import dev.ekiden.core.model.PortSpec;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.UpgradeSpec;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** App definitions for measuring: one dynamic port each, no checks. */
public final class Apps {
  private Apps() {}

  public static AppSpec plain(String path, Resources each, int instances) {
    return app(path, each, instances, List.of());
  }

  /** On SSDs, evenly over three zones, at most two on a machine. */
  public static AppSpec constrained(String path, Resources each, int instances) {
    return app(
        path,
        each,
        instances,
        List.of(
            new Constraint("disk", Constraint.Operator.LIKE, "ss[dh]"),
            new Constraint("zone", Constraint.Operator.GROUP_BY, "3"),
            new Constraint("hostname", Constraint.Operator.MAX_PER, "2")));
  }

  private static AppSpec app(
      String path, Resources each, int instances, List<Constraint> constraints) {
    return new AppSpec(
        new AppId(path),
        new Command.Shell("exec run"),
        new TreeMap<>(),
        each,
        instances,
        new TreeMap<>(),
        constraints,
        List.of(new PortSpec(0, "tcp", "http", new TreeMap<>())),
        false,
        List.of(),
        List.of(),
        BackoffSpec.DEFAULT,
        UpgradeSpec.DEFAULT,
        Duration.ofSeconds(3),
        KillSelection.YOUNGEST_FIRST);
  }
}
