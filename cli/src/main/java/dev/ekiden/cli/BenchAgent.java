package dev.ekiden.cli;

import dev.ekiden.cli.local.Checkout;
import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.DebianPackages;
import dev.ekiden.cli.machine.Failure;
import dev.ekiden.cli.machine.User;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** The shipped agent under a stand-in master: memory, processor time, seconds to run. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description = {
      "A real agent with real containers, led by a stand-in: memory, start, order to running.",
      "Further words are parts: start, one, idle, wave, many.",
      "Further options: --samples N, --wave N, --many N, --seconds N, --set KEY=VALUE (a line of",
      "the agent's properties)."
    })
final class BenchAgent implements Callable<Integer> {
  @Unmatched private List<String> others = new ArrayList<>();

  @Override
  public Integer call() {
    if (!User.isRoot()) {
      throw new Failure("an agent needs root", "run it again with sudo");
    }
    var console = Console.standard();
    DebianPackages.forServers().require(console);
    DebianPackages.forAgents().require(console);
    return Checkout.current().benchAgent(console, others);
  }
}
