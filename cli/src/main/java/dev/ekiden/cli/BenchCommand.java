package dev.ekiden.cli;

import dev.ekiden.cli.local.Checkout;
import dev.ekiden.cli.local.Stack;
import dev.ekiden.cli.local.UpRequest;
import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Measured figures; nothing here fails for being slow. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures, and prints figures.",
    subcommands = {
      BenchCommand.Start.class,
      BenchCommand.Scheduler.class,
      BenchCommand.Jmh.class,
      BenchCommand.Simulation.class,
      BenchMasters.class,
      BenchAgent.class,
      BenchChaos.class
    })
final class BenchCommand {
  private BenchCommand() {}

  /** How long a warm start takes, and what the idle stack holds in memory. */
  @Command(
      name = "start",
      mixinStandardHelpOptions = true,
      description = "Stops and starts everything on warm data; prints seconds and memory.")
  static final class Start implements Callable<Integer> {
    private static final double TARGET_SECONDS = 30;
    private static final double TARGET_MEBI = 2560;
    private static final double KIB_PER_MEBI = 1024;

    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() {
      var console = Console.standard();
      var stack = data.stack(console);
      if (!data.dir().exists()) {
        console.line("The data is not warm yet: a first start comes before the one that counts.");
        stack.up(UpRequest.everything());
      }
      stack.down();
      long begin = System.nanoTime();
      var nanosByName = stack.up(UpRequest.asBuilt());
      double seconds = (System.nanoTime() - begin) / 1e9;
      print(console, stack, nanosByName, seconds);
      return 0;
    }

    private static void print(
        Console console, Stack stack, Map<String, Long> nanosByName, double seconds) {
      var total = new Memory(0, 0);
      console.line("");
      console.line("%-11s %9s %12s %14s".formatted("NAME", "SECONDS", "RSS MiB", "own+share MiB"));
      for (var entry : stack.memory().entrySet()) {
        total = total.plus(entry.getValue());
        double each = nanosByName.getOrDefault(entry.getKey(), 0L) / 1e9;
        line(console, entry.getKey(), each, entry.getValue());
      }
      line(console, "total", seconds, total);
      console.line(verdict("warm start", seconds, TARGET_SECONDS, "s"));
      console.line(
          verdict("resident memory", total.residentKib() / KIB_PER_MEBI, TARGET_MEBI, "MiB"));
    }

    private static void line(Console console, String name, double seconds, Memory memory) {
      console.line(
          "%-11s %9.1f %12.0f %14.0f"
              .formatted(
                  name,
                  seconds,
                  memory.residentKib() / KIB_PER_MEBI,
                  memory.proportionalKib() / KIB_PER_MEBI));
    }

    private static String verdict(String what, double measured, double target, String unit) {
      return "%s: %.1f %s, target %.0f %s: %s"
          .formatted(what, measured, unit, target, unit, measured <= target ? "met" : "missed");
    }
  }

  /** What the scheduler costs on made-up clusters of up to 50,000 agents. */
  @Command(
      name = "scheduler",
      mixinStandardHelpOptions = true,
      description = "Placements a second, one change among a million instances, memory, start.")
  static final class Scheduler implements Callable<Integer> {
    @Parameters(
        arity = "0..2",
        paramLabel = "PART",
        description = "placements, changes; both if left out.")
    private List<String> parts = List.of();

    @Option(names = "--heap", description = "Java's heap, as for -Xmx; default: ${DEFAULT-VALUE}.")
    private String heap = "5g";

    @Override
    public Integer call() {
      return Checkout.current()
          .bench(
              Console.standard(),
              List.of("-Xmx" + heap),
              "dev.ekiden.bench.scheduler.SchedulerBench",
              parts);
    }
  }

  /** The same under JMH. */
  @Command(
      name = "jmh",
      description = "Runs the JMH benchmarks; arguments are JMH's own (-h tells).")
  static final class Jmh implements Callable<Integer> {
    @Unmatched private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
      return Checkout.current()
          .bench(Console.standard(), List.of(), "org.openjdk.jmh.Main", arguments);
    }
  }

  /** The simulation of the scheduler's tests, for as long as one likes. */
  @Command(
      name = "sim",
      description = "Simulates clusters with faults; --hours H, --seed S, --size NAME, --steps N.")
  static final class Simulation implements Callable<Integer> {
    @Unmatched private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
      return Checkout.current()
          .bench(
              Console.standard(),
              List.of("-Xmx4g"),
              "dev.ekiden.core.sim.SimulationRun",
              arguments);
    }
  }
}
