package dev.ekiden.cli;

import dev.ekiden.cli.local.Checkout;
import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.DebianPackages;
import dev.ekiden.cli.machine.Failure;
import dev.ekiden.cli.machine.User;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Faults of every kind on a stack of its own, in a network of its own. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description =
        "Breaks a stack of its own over and over while clients write, and checks what is left.")
final class BenchChaos implements Callable<Integer> {
  private static final long SEEDS = 1_000_000;

  @Option(names = "--minutes", description = "How long things break; default: ${DEFAULT-VALUE}.")
  private int minutes = 3;

  @Option(
      names = "--seed",
      description = "Which things break when; a new one if left out, and printed.")
  private long seed = System.nanoTime() % SEEDS;

  @Override
  public Integer call() {
    if (!User.isRoot()) {
      throw new Failure("faults need root", "run it again with sudo");
    }
    var console = Console.standard();
    DebianPackages.forServers().require(console);
    DebianPackages.forAgents().require(console);
    DebianPackages.forFaults().require(console);
    return Checkout.current().chaos(console, minutes, seed);
  }
}
