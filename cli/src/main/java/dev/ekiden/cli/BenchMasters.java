package dev.ekiden.cli;

import dev.ekiden.cli.local.Checkout;
import dev.ekiden.cli.local.DataDir;
import dev.ekiden.cli.local.Stack;
import dev.ekiden.cli.local.UpRequest;
import dev.ekiden.cli.machine.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/**
 * Starts masters without agents or router, measures them with simulated agents, takes them down.
 */
@Command(
    name = "masters",
    mixinStandardHelpOptions = true,
    description = {
      "Real masters and PostgreSQL, simulated agents: what a launch, a call, a death cost.",
      "Further words are parts: plain, constrained, million, writes, saturate, reads, list,",
      "memory, takeover, agent. Further options: --agents N, --instances M, --apps N,",
      "--start-millis N, --seconds N, --connections N, --writes N, --repeat N."
    })
final class BenchMasters implements Callable<Integer> {
  @Option(names = "--masters", description = "1 to 3; default: ${DEFAULT-VALUE}.")
  private int masters = 1;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the measured stack keeps its data; target/bench-masters if left out.")
  private @Nullable Path folder;

  @Option(names = "--keep", description = "Leave the stack running and its data in place.")
  private boolean keep;

  @Option(
      names = "--heap",
      description =
          "Java's heap of the agents and clients, as for -Xmx; default: ${DEFAULT-VALUE}.")
  private String heap = "2g";

  @Option(
      names = "--master-heap",
      paramLabel = "SIZE",
      description = "Memory of each master's objects, like 2g; default: ${DEFAULT-VALUE}.")
  private String masterHeap = "2g";

  @Unmatched private List<String> others = new ArrayList<>();

  @Override
  public Integer call() {
    var console = Console.standard();
    var checkout = Checkout.current();
    var given = folder;
    var data = new DataDir(given == null ? checkout.root().resolve("target/bench-masters") : given);
    var stack = new Stack(checkout, data, console);
    try {
      stack.up(new UpRequest(masters, 0, masterHeap, processes(), true));
      return checkout.bench(
          console, options(), "dev.ekiden.bench.masters.MastersBench", arguments(checkout, data));
    } finally {
      if (!keep) {
        stack.down();
        data.purge();
      }
    }
  }

  /** Agents are simulated, and nobody visits what they pretend to run. */
  private List<String> processes() {
    var names = new ArrayList<>(List.of("postgres", "zookeeper", "keycloak"));
    IntStream.rangeClosed(1, masters).forEach(n -> names.add("master-" + n));
    return names;
  }

  private List<String> options() {
    return List.of(
        "-Xmx" + heap,
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow");
  }

  private List<String> arguments(Checkout checkout, DataDir data) {
    var words =
        new ArrayList<>(
            List.of(
                "--root", checkout.root().toString(),
                "--data", data.root().toString(),
                "--masters", Integer.toString(masters),
                "--master-heap", masterHeap));
    words.addAll(others);
    return words;
  }
}
