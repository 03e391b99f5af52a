package dev.ekiden.core.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Ports of its machine on which an instance has been seen to listen (TCP, on whatever address)
 * though it was not given them. Only grows, and not for ever: whoever opens a thousand of them
 * makes as many words as one who opens eleven.
 *
 * @param ports each once, in the order in which they were seen; {@value #MOST} at most
 * @param more there were others, which are not listed
 */
public record UnallocatedPorts(List<Integer> ports, boolean more) {
  public static final int MOST = 10;

  public static final UnallocatedPorts NONE = new UnallocatedPorts(List.of(), false);

  public UnallocatedPorts {
    ports = List.copyOf(ports);
    if (ports.size() > MOST) {
      throw new IllegalArgumentException("%d are listed at most: %s".formatted(MOST, ports));
    }
  }

  /** These, or the first of them and that there are more. */
  public static UnallocatedPorts of(List<Integer> ports, boolean more) {
    var all = NONE;
    for (int port : ports) {
      all = all.and(port);
    }
    return more ? new UnallocatedPorts(all.ports(), true) : all;
  }

  /** Nothing that is seen from now on changes it. */
  public boolean complete() {
    return more && ports.size() == MOST;
  }

  public boolean none() {
    return ports.isEmpty() && !more;
  }

  /** With one more; the same if it is known or does not matter any more. */
  public UnallocatedPorts and(int port) {
    if (complete() || ports.contains(port)) {
      return this;
    }
    if (ports.size() == MOST) {
      return new UnallocatedPorts(ports, true);
    }
    var longer = new ArrayList<>(ports);
    longer.add(port);
    return new UnallocatedPorts(longer, more);
  }

  /** With all of those. */
  public UnallocatedPorts and(UnallocatedPorts others) {
    var all = this;
    for (int port : others.ports()) {
      all = all.and(port);
    }
    return others.more() && !all.more() ? new UnallocatedPorts(all.ports(), true) : all;
  }

  /** Such as {@code ports 8080, 9090 and more}, lowest first; not for none. */
  public String words() {
    var listed = String.join(", ", ports.stream().sorted().map(String::valueOf).toList());
    return (ports.size() == 1 && !more ? "port " : "ports ") + listed + (more ? " and more" : "");
  }
}
