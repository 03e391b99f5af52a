package dev.ekiden.bench.agents;

import dev.ekiden.core.wire.Machine;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a fleet looks.
 *
 * @param agents how many
 * @param masters {@code wss://host:port} of each
 * @param ssl folder with the authority that signs for the agents
 * @param startMillis from the order to run until the instance runs
 * @param threads of the network
 */
public record FleetPlan(int agents, List<URI> masters, Path ssl, long startMillis, int threads) {
  private static final int CPU_MILLIS = 32_000;
  private static final long MEM_MIB = 65_536;
  private static final long DISK_MIB = 1_000_000;
  private static final int FIRST_PORT = 31_000;
  private static final int LAST_PORT = 31_999;
  private static final int ZONES = 3;
  private static final int AGENTS_OF_A_RACK = 40;

  /** Keeps a copy. */
  public FleetPlan {
    masters = List.copyOf(masters);
  }

  /**
   * {@code sim-1} and so on; 32 cores and 64 GiB each, in three zones, a third of them with an SSD.
   */
  Machine machine(int number) {
    var attributes =
        new TreeMap<>(
            Map.of(
                "zone", "z" + number % ZONES,
                "rack", "r" + number / AGENTS_OF_A_RACK,
                "disk", number / ZONES % ZONES == 0 ? "ssd" : "hdd"));
    return new Machine(
        name(number),
        "127.0.0.1",
        "boot-" + number,
        "simulated",
        CPU_MILLIS,
        MEM_MIB,
        DISK_MIB,
        FIRST_PORT,
        LAST_PORT,
        attributes);
  }

  static String name(int number) {
    return "sim-" + number;
  }
}
