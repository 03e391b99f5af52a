package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.state.App;
import dev.ekiden.core.state.ClusterState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Gives each port definition its service port: the one asked for, else the one it had before at the
 * same position, else the lowest that no app has.
 */
final class ServicePorts {
  private ServicePorts() {}

  /** Empty if the range is used up. */
  static Optional<List<Integer>> assign(ClusterState state, AppSpec spec, Rules rules) {
    return assign(state, spec, rules, new TreeSet<>());
  }

  /**
   * As {@link #assign(ClusterState, AppSpec, Rules)} for one of several apps.
   *
   * @param reserved given to others of them; what is given now is added
   */
  static Optional<List<Integer>> assign(
      ClusterState state, AppSpec spec, Rules rules, TreeSet<Integer> reserved) {
    var before = state.app(spec.id()).map(App::servicePorts).orElse(List.of());
    var given = assign(state, spec, before, rules, reserved);
    given.ifPresent(reserved::addAll);
    return given;
  }

  /** Those that the app had before, as far as nobody has them now; the others anew. */
  static List<Integer> again(ClusterState state, App before, Rules rules) {
    return assign(state, before.spec(), before.servicePorts(), rules, new TreeSet<>())
        .orElse(before.servicePorts());
  }

  private static Optional<List<Integer>> assign(
      ClusterState state,
      AppSpec spec,
      List<Integer> before,
      Rules rules,
      TreeSet<Integer> reserved) {
    var taken = new TreeSet<>(reserved);
    for (var port : spec.ports()) {
      if (port.port() != 0) {
        taken.add(port.port());
      }
    }
    var given = new ArrayList<Integer>();
    int candidate = rules.firstServicePort();
    for (int i = 0; i < spec.ports().size(); i++) {
      int wanted = spec.ports().get(i).port();
      if (wanted == 0 && i < before.size() && !isTaken(state, spec, taken, before.get(i))) {
        wanted = before.get(i);
      }
      while (wanted == 0) {
        candidate = state.freeServicePort(candidate);
        if (candidate > rules.lastServicePort()) {
          return Optional.empty();
        }
        if (!taken.contains(candidate) && !before.contains(candidate)) {
          wanted = candidate;
        }
        candidate++;
      }
      taken.add(wanted);
      given.add(wanted);
    }
    return Optional.of(List.copyOf(given));
  }

  private static boolean isTaken(
      ClusterState state, AppSpec spec, TreeSet<Integer> taken, int port) {
    return taken.contains(port) || state.servicePortTaken(port, spec.id());
  }
}
