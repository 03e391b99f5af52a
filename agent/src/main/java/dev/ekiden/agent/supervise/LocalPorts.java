package dev.ekiden.agent.supervise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;

/**
 * Keeps the kernel from giving ports that are an instance's to connections that anybody on the
 * machine opens: by default it takes those from 32768 up, and an instance that is given such a port
 * a moment later cannot listen there. What others have reserved stays so.
 */
public final class LocalPorts {
  /** Of this network namespace: ranges with commas. */
  public static final Path KERNEL = Path.of("/proc/sys/net/ipv4/ip_local_reserved_ports");

  /** Another agent of this machine may do the same at the same time, and the later one wins. */
  private static final int TRIES = 5;

  private static final int MOST_BYTES = 64 * 1024;

  private LocalPorts() {}

  /** Whether they are reserved, by now or since earlier. */
  public static boolean reserve(Path list, int first, int last) throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      var reserved = parse(read(list));
      if (reserved.nextClearBit(first) > last) {
        return true;
      }
      reserved.set(first, last + 1);
      Files.writeString(list, text(reserved));
    }
    return parse(read(list)).nextClearBit(first) > last;
  }

  /** At once: the kernel tells it to the first look only, be that one of a single byte. */
  private static String read(Path list) throws IOException {
    try (var in = Files.newInputStream(list)) {
      return new String(in.readNBytes(MOST_BYTES), UTF_8);
    }
  }

  static BitSet parse(String text) {
    var ports = new BitSet();
    for (var range : text.strip().split(",")) {
      if (!range.isBlank()) {
        var bounds = range.strip().split("-");
        ports.set(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[bounds.length - 1]) + 1);
      }
    }
    return ports;
  }

  static String text(BitSet ports) {
    var ranges = new ArrayList<String>();
    for (int from = ports.nextSetBit(0); from >= 0; ) {
      int to = ports.nextClearBit(from);
      ranges.add(to - from == 1 ? String.valueOf(from) : from + "-" + (to - 1));
      from = ports.nextSetBit(to);
    }
    return String.join(",", ranges);
  }
}
