package dev.ekiden.core.foreign;

import dev.ekiden.core.model.PortRange;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Ports as ranges, the way offers name them, and one by one, the way they are taken. */
public final class PortSets {
  private PortSets() {}

  /** All ports of the ranges, in their order. */
  public static List<Integer> each(List<PortRange> ranges) {
    var ports = new ArrayList<Integer>();
    for (var range : ranges) {
      for (int port = range.first(); port <= range.last(); port++) {
        ports.add(port);
      }
    }
    return List.copyOf(ports);
  }

  /** The fewest ranges that hold these ports. */
  public static List<PortRange> ranges(SortedSet<Integer> ports) {
    var ranges = new ArrayList<PortRange>();
    int first = -1;
    int last = -1;
    for (int port : ports) {
      if (first < 0) {
        first = port;
      } else if (port != last + 1) {
        ranges.add(new PortRange(first, last));
        first = port;
      }
      last = port;
    }
    if (first >= 0) {
      ranges.add(new PortRange(first, last));
    }
    return List.copyOf(ranges);
  }
}
