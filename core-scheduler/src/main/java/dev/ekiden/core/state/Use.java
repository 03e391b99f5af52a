package dev.ekiden.core.state;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.GroupId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What each group wants and has, kept as facts come, so that no check adds up the cluster. */
final class Use {
  private final SortedMap<GroupId, GroupUse> groups = new TreeMap<>();

  /** Groups of apps that are defined or still have instances; made once an app. */
  private final Map<AppId, List<GroupId>> paths = new LinkedHashMap<>();

  GroupUse of(GroupId group) {
    return groups.getOrDefault(group, GroupUse.NOTHING);
  }

  void wants(AppSpec spec, int sign) {
    for (var group : path(spec.id())) {
      use(group)
          .wanted()
          .add(spec.resources(), spec.hostPortCount(), (long) sign * spec.instances());
    }
    tidy(spec.id(), sign);
  }

  void has(Instance instance, int sign) {
    for (var group : path(instance.app())) {
      use(group).live().add(instance.resources(), instance.ports().size(), sign);
    }
    tidy(instance.app(), sign);
  }

  private List<GroupId> path(AppId app) {
    return paths.computeIfAbsent(app, AppId::groups);
  }

  private GroupUse use(GroupId group) {
    return groups.computeIfAbsent(group, _ -> new GroupUse());
  }

  private void tidy(AppId app, int sign) {
    if (sign > 0) {
      return;
    }
    for (var group : path(app)) {
      if (use(group).isNothing()) {
        groups.remove(group);
      }
    }
  }

  void forget(AppId app) {
    paths.remove(app);
  }
}
