package dev.ekiden.core.pool;

import dev.ekiden.core.model.PortRange;
import java.util.Arrays;
import java.util.List;

/**
 * The host ports of one agent: a bit for each that it may hand out, numbered through its ranges
 * from 0, and the few taken ones that lie outside because the agent has changed its ranges since.
 */
public final class HostPorts {
  private static final int[] NONE = {};

  private final int[] firsts;

  /** Number of each range's first port; one more entry holds the number of all ports. */
  private final int[] numbers;

  private final long[] taken;
  private int[] strays = NONE;
  private int free;

  HostPorts(List<PortRange> ranges) {
    firsts = new int[ranges.size()];
    numbers = new int[ranges.size() + 1];
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = ranges.get(i).first();
      numbers[i + 1] = numbers[i] + ranges.get(i).size();
    }
    free = size();
    taken = new long[(free + 63) >> 6];
  }

  /** The same ports are taken, of other ranges. */
  HostPorts over(List<PortRange> ranges) {
    var next = new HostPorts(ranges);
    for (int number = 0; number < size(); number++) {
      if (isTaken(number)) {
        next.take(port(number));
      }
    }
    for (var stray : strays) {
      next.take(stray);
    }
    return next;
  }

  /** Ports that it may hand out, taken or not. */
  public int size() {
    return numbers[firsts.length];
  }

  /** Ports of its ranges that nobody has. */
  public int free() {
    return free;
  }

  /** All that are taken, those outside of its ranges too. */
  public int taken() {
    return size() - free + strays.length;
  }

  /** The port with that number. */
  public int port(int number) {
    int range = 0;
    while (number >= numbers[range + 1]) {
      range++;
    }
    return firsts[range] + number - numbers[range];
  }

  /** Whether the agent may hand it out and nobody has it. */
  public boolean isFree(int port) {
    int number = number(port);
    return number >= 0 && !isTaken(number);
  }

  boolean isTakenPort(int port) {
    int number = number(port);
    return number >= 0 ? isTaken(number) : Arrays.binarySearch(strays, port) >= 0;
  }

  /** Number of the first free port from that number on, and round from 0 again; -1 if none is. */
  public int nextFree(int from) {
    int ahead = nextFree(from, size());
    return ahead >= 0 ? ahead : nextFree(0, from);
  }

  private int nextFree(int from, int end) {
    if (from >= end) {
      return -1;
    }
    int word = from >> 6;
    long open = ~taken[word] & (-1L << from);
    while (open == 0) {
      if (++word << 6 >= end) {
        return -1;
      }
      open = ~taken[word];
    }
    int number = (word << 6) + Long.numberOfTrailingZeros(open);
    return number < end ? number : -1;
  }

  private boolean isTaken(int number) {
    return (taken[number >> 6] & 1L << number) != 0;
  }

  private int number(int port) {
    for (int i = 0; i < firsts.length; i++) {
      int number = port - firsts[i] + numbers[i];
      if (port >= firsts[i] && number < numbers[i + 1]) {
        return number;
      }
    }
    return -1;
  }

  void take(int port) {
    if (isTakenPort(port)) {
      throw new IllegalStateException("port is taken: " + port);
    }
    int number = number(port);
    if (number >= 0) {
      taken[number >> 6] |= 1L << number;
      free--;
    } else {
      strays = Arrays.copyOf(strays, strays.length + 1);
      strays[strays.length - 1] = port;
      Arrays.sort(strays);
    }
  }

  void give(int port) {
    if (!isTakenPort(port)) {
      throw new IllegalStateException("port is not taken: " + port);
    }
    int number = number(port);
    if (number >= 0) {
      taken[number >> 6] &= ~(1L << number);
      free++;
    } else {
      strays = Arrays.stream(strays).filter(stray -> stray != port).toArray();
    }
  }
}
