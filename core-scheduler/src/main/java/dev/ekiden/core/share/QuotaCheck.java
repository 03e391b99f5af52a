package dev.ekiden.core.share;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Priority;
import dev.ekiden.core.model.ProjectId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.QuotaGap;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.GroupUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hard limits of groups: at admission by what is wanted, while rolling by what is running. A limit
 * holds for a group and all groups in it; an app must fit every group on its path.
 */
public final class QuotaCheck {
  private QuotaCheck() {}

  /**
   * All that the groups around the spec want and may, were this spec to replace what its app has
   * now; outermost group first, kinds in the order of their enum.
   */
  public static List<QuotaLine> lines(ClusterState state, AppSpec spec) {
    var lines = new ArrayList<QuotaLine>();
    for (var group : spec.id().groups()) {
      lines(state, group, spec, lines);
    }
    return lines;
  }

  private static void lines(
      ClusterState state, GroupId group, AppSpec spec, List<QuotaLine> lines) {
    var quota = state.quota(group);
    var use = state.use(group).wanted();
    var own = state.app(spec.id()).map(app -> app.spec()).orElse(spec.withInstances(0));
    var had = own.total();
    var asked = spec.total();
    for (var kind : QuotaLine.Kind.values()) {
      long limit = limit(quota, kind);
      long used = amount(use, kind) - amount(had, own, kind);
      lines.add(new QuotaLine(group, kind, limit, used, amount(asked, spec, kind)));
    }
  }

  private static long limit(Quota quota, QuotaLine.Kind kind) {
    return switch (kind) {
      case CPUS -> quota.cpuMillis();
      case MEMORY -> quota.memMib();
      case DISK -> quota.diskMib();
      case GPUS -> quota.gpus();
      case INSTANCES -> quota.instances();
      case PORTS -> quota.ports();
    };
  }

  private static long amount(GroupUse.Sum sum, QuotaLine.Kind kind) {
    return switch (kind) {
      case CPUS -> sum.cpuMillis();
      case MEMORY -> sum.memMib();
      case DISK -> sum.diskMib();
      case GPUS -> sum.gpus();
      case INSTANCES -> sum.instances();
      case PORTS -> sum.ports();
    };
  }

  private static long amount(Resources total, AppSpec spec, QuotaLine.Kind kind) {
    return amount(total, spec.instances(), (long) spec.instances() * spec.hostPortCount(), kind);
  }

  private static long amount(Resources total, long instances, long ports, QuotaLine.Kind kind) {
    return switch (kind) {
      case CPUS -> total.cpuMillis();
      case MEMORY -> total.memMib();
      case DISK -> total.diskMib();
      case GPUS -> total.gpus();
      case INSTANCES -> instances;
      case PORTS -> ports;
    };
  }

  private static long one(AppSpec spec, QuotaLine.Kind kind) {
    return switch (kind) {
      case CPUS -> spec.resources().cpuMillis();
      case MEMORY -> spec.resources().memMib();
      case DISK -> spec.resources().diskMib();
      case GPUS -> spec.resources().gpus();
      case INSTANCES -> 1;
      case PORTS -> spec.hostPortCount();
    };
  }

  /** Sum of all that the project's apps want. */
  public static Resources wanted(ClusterState state, ProjectId project) {
    return state.use(GroupId.of(project)).wanted().resources();
  }

  public static int wantedInstances(ClusterState state, ProjectId project) {
    long instances = state.use(GroupId.of(project)).wanted().instances();
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, instances));
  }

  /** How many more such instances may start now without any group exceeding its quota. */
  public static int headroom(ClusterState state, AppSpec spec) {
    return headroom(state, spec, Resources.NONE, 0, 0);
  }

  /** As {@link #headroom(ClusterState, AppSpec)} once instances of the app have ended. */
  public static int headroom(
      ClusterState state, AppSpec spec, Resources freed, int instances, int ports) {
    long room = Integer.MAX_VALUE;
    for (var group : spec.id().groups()) {
      var quota = state.quota(group);
      if (!quota.unlimited()) {
        var live = state.use(group).live();
        for (var kind : QuotaLine.Kind.values()) {
          long used = amount(live, kind) - amount(freed, instances, ports, kind);
          room = Math.min(room, fitting(limit(quota, kind), used, one(spec, kind)));
        }
      }
    }
    return (int) Math.max(0, room);
  }

  /** Whether what lives of the app may have so much more without any group exceeding its quota. */
  public static boolean grows(ClusterState state, AppId app, Resources more) {
    for (var group : app.groups()) {
      var quota = state.quota(group);
      var live = state.use(group).live();
      for (var kind : QuotaLine.Kind.values()) {
        if (fitting(limit(quota, kind), amount(live, kind), amount(more, 0, 0, kind)) < 1) {
          return false;
        }
      }
    }
    return true;
  }

  private static long fitting(long limit, long used, long each) {
    return limit == Quota.UNLIMITED || each == 0 ? Integer.MAX_VALUE : (limit - used) / each;
  }

  /** Which limits let not even one more such instance start now. */
  public static List<QuotaGap> gaps(ClusterState state, AppSpec spec) {
    var gaps = new ArrayList<QuotaGap>();
    for (var group : spec.id().groups()) {
      var quota = state.quota(group);
      var live = state.use(group).live();
      for (var kind : QuotaLine.Kind.values()) {
        long limit = limit(quota, kind);
        long each = one(spec, kind);
        if (fitting(limit, amount(live, kind), each) < 1) {
          gaps.add(new QuotaGap(group, kind.word(), limit, amount(live, kind), each));
        }
      }
    }
    return gaps;
  }

  /**
   * The group that lets the app have no band as high as the spec asks for, with the highest that it
   * allows; empty if all is well. A group whose quota was never set goes by the groups around it, a
   * project by {@link Priority#PRODUCTION}. What neither rises nor grows is let through, as with
   * other limits that were lowered under a running app.
   */
  public static Optional<Ceiling> ceiling(ClusterState state, AppSpec spec) {
    var asked = spec.policy().priority();
    var known = state.app(spec.id()).map(App::spec);
    if (known
        .filter(old -> !asked.above(old.policy().priority()))
        .filter(old -> spec.instances() <= old.instances())
        .isPresent()) {
      return Optional.empty();
    }
    return tightest(state, spec).filter(ceiling -> asked.above(ceiling.highest()));
  }

  private static Optional<Ceiling> tightest(ClusterState state, AppSpec spec) {
    Optional<Ceiling> tightest = Optional.empty();
    for (var group : spec.id().groups()) {
      var highest = state.quota(group).ceiling();
      if (tightest.isEmpty()
          || (state.quotas().containsKey(group) && tightest.get().highest().above(highest))) {
        tightest = Optional.of(new Ceiling(group, highest));
      }
    }
    return tightest;
  }

  /** The highest band that apps of a group may have. */
  public record Ceiling(GroupId group, Priority highest) {}
}
