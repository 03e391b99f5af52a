package dev.ekiden.core.share;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Instance;
import java.util.List;

/** Hard limits of projects: at admission by what is wanted, while rolling by what is running. */
public final class QuotaCheck {
  private QuotaCheck() {}

  /** All resources of the spec's project, were this spec to replace what its app has now. */
  public static List<QuotaLine> lines(ClusterState state, AppSpec spec) {
    var project = spec.id().project();
    var quota = state.quota(project);
    var others = wanted(state, project, spec.id());
    long otherInstances = wantedInstances(state, project, spec.id());
    var asked = spec.total();
    return List.of(
        new QuotaLine(
            QuotaLine.Kind.CPUS, quota.cpuMillis(), others.cpuMillis(), asked.cpuMillis()),
        new QuotaLine(QuotaLine.Kind.MEMORY, quota.memMib(), others.memMib(), asked.memMib()),
        new QuotaLine(
            QuotaLine.Kind.INSTANCES, quota.instances(), otherInstances, spec.instances()));
  }

  /** Sum of all that the project's apps want, one app left out. */
  private static Resources wanted(ClusterState state, ProjectId project, AppId except) {
    return state.apps().stream()
        .filter(app -> app.project().equals(project) && !app.id().equals(except))
        .map(app -> app.spec().total())
        .reduce(Resources.NONE, Resources::plus);
  }

  private static long wantedInstances(ClusterState state, ProjectId project, AppId except) {
    return state.apps().stream()
        .filter(app -> app.project().equals(project) && !app.id().equals(except))
        .mapToLong(app -> app.spec().instances())
        .sum();
  }

  /** Sum of all that the project's apps want. */
  public static Resources wanted(ClusterState state, ProjectId project) {
    return state.apps().stream()
        .filter(app -> app.project().equals(project))
        .map(app -> app.spec().total())
        .reduce(Resources.NONE, Resources::plus);
  }

  public static int wantedInstances(ClusterState state, ProjectId project) {
    return Math.toIntExact(
        Math.min(
            Integer.MAX_VALUE,
            state.apps().stream()
                .filter(app -> app.project().equals(project))
                .mapToLong(app -> app.spec().instances())
                .sum()));
  }

  /** How many more instances of the app may start now without its project exceeding its quota. */
  public static int headroom(ClusterState state, App app) {
    var quota = state.quota(app.project());
    if (quota.equals(Quota.NONE)) {
      return Integer.MAX_VALUE;
    }
    var live =
        state.instances().stream()
            .filter(instance -> instance.app().project().equals(app.project()))
            .toList();
    var used = live.stream().map(Instance::resources).reduce(Resources.NONE, Resources::plus);
    var one = app.spec().resources();
    long room = quota.instances() - live.size();
    if (one.cpuMillis() > 0) {
      room = Math.min(room, (quota.cpuMillis() - used.cpuMillis()) / one.cpuMillis());
    }
    if (one.memMib() > 0) {
      room = Math.min(room, (quota.memMib() - used.memMib()) / one.memMib());
    }
    return Math.clamp(room, 0, Integer.MAX_VALUE);
  }
}
