package dev.ekiden.core.model;

/** Host ports that an agent may hand out, both ends inclusive. */
public record PortRange(int first, int last) implements Comparable<PortRange> {
  public PortRange {
    if (first < 0 || last > 65_535 || first > last) {
      throw new IllegalArgumentException("not a range of ports: " + first + "-" + last);
    }
  }

  public int size() {
    return last - first + 1;
  }

  public boolean contains(int port) {
    return port >= first && port <= last;
  }

  @Override
  public int compareTo(PortRange other) {
    return Integer.compare(first, other.first);
  }
}
