package dev.ekiden.core.place;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.Preference;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Spreading;
import java.util.Collections;
import java.util.List;

/**
 * What placing needs to know of an app: equal asks have equal instances.
 *
 * @param ports host ports that it insists on, or 0 for any
 */
record Ask(
    Resources each,
    List<Integer> ports,
    List<Constraint> constraints,
    List<Preference> preferences,
    List<String> roles,
    Spreading spreading) {
  static Ask of(AppSpec spec) {
    return new Ask(
        spec.resources(),
        spec.hostPorts(),
        Constraints.of(spec),
        spec.policy().preferences(),
        spec.roles(),
        spec.policy().spreading());
  }

  Ask with(Resources others) {
    return new Ask(others, ports, constraints, preferences, roles, spreading);
  }

  /** Without it, however often it is said. */
  Ask without(Constraint constraint) {
    var others = constraints.stream().filter(one -> !one.equals(constraint)).toList();
    return new Ask(each, ports, others, preferences, roles, spreading);
  }

  Ask withAnyPorts() {
    return new Ask(
        each, Collections.nCopies(ports.size(), 0), constraints, preferences, roles, spreading);
  }

  /** The host ports that it insists on. */
  int[] fixedPorts() {
    return ports.stream().mapToInt(Integer::intValue).filter(port -> port != 0).toArray();
  }
}
