package dev.ekiden.core.foreign;

import dev.ekiden.core.model.PortRange;
import dev.ekiden.core.model.Resources;
import java.util.List;

/**
 * A task as its framework wants it.
 *
 * @param id as the framework sent it, valid or not
 * @param definition all of the framework's TaskInfo, kept so that an agent can be told again; not
 *     read here
 */
public record TaskSpec(
    String id, String name, Resources resources, List<PortRange> ports, String definition) {
  public TaskSpec {
    ports = ports.stream().sorted().toList();
  }

  /** Its ports one by one, ascending. */
  public List<Integer> eachPort() {
    return PortSets.each(ports);
  }
}
