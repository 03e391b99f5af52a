package dev.ekiden.core.place;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.Constraint;
import dev.ekiden.core.model.PortSpec;
import dev.ekiden.core.model.Preference;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.Spreading;
import java.util.List;

/** What placing needs to know of an app: equal asks have equal instances. */
record Ask(
    Resources each,
    List<PortSpec> ports,
    boolean requirePorts,
    List<Constraint> constraints,
    List<Preference> preferences,
    List<String> roles,
    Spreading spreading) {
  private static final int[] NO_PORTS = {};

  static Ask of(AppSpec spec) {
    return new Ask(
        spec.resources(),
        spec.ports(),
        spec.requirePorts(),
        Constraints.of(spec),
        spec.policy().preferences(),
        spec.roles(),
        spec.policy().spreading());
  }

  Ask with(Resources others) {
    return new Ask(others, ports, requirePorts, constraints, preferences, roles, spreading);
  }

  /** Without it, however often it is said. */
  Ask without(Constraint constraint) {
    var others = constraints.stream().filter(one -> !one.equals(constraint)).toList();
    return new Ask(each, ports, requirePorts, others, preferences, roles, spreading);
  }

  Ask withAnyPorts() {
    return new Ask(each, ports, false, constraints, preferences, roles, spreading);
  }

  /** The host ports that it insists on. */
  int[] fixedPorts() {
    if (!requirePorts) {
      return NO_PORTS;
    }
    return ports.stream().mapToInt(PortSpec::port).filter(port -> port != 0).toArray();
  }
}
