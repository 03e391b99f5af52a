package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.OfferId;
import dev.ekiden.core.foreign.PortSets;
import dev.ekiden.core.model.PortRange;
import dev.ekiden.core.pool.HostPorts;
import java.util.List;
import java.util.TreeSet;

/**
 * Which free ports an offer shows. Each offer starts where the one before it would have ended, so
 * that two for the same agent seldom show the same port.
 */
final class OfferedPorts {
  private OfferedPorts() {}

  static List<PortRange> of(HostPorts ports, OfferId offer, int most) {
    var chosen = new TreeSet<Integer>();
    if (ports.free() == 0) {
      return List.of();
    }
    int number = ports.nextFree((int) Math.floorMod(offer.number() * most, (long) ports.size()));
    while (chosen.size() < Math.min(most, ports.free())) {
      chosen.add(ports.port(number));
      number = ports.nextFree((number + 1) % ports.size());
    }
    return PortSets.ranges(chosen);
  }
}
