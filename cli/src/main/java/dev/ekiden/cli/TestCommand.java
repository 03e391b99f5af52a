package dev.ekiden.cli;

import dev.ekiden.cli.local.Checkout;
import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.DebianPackages;
import dev.ekiden.cli.machine.User;
import dev.ekiden.cli.reports.TestReports;
import dev.ekiden.cli.reports.Verification;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything that CI runs. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Runs everything that CI runs: unit, kernel, server and end-to-end tests.")
final class TestCommand implements Callable<Integer> {
  @Option(names = "--quick", description = "Unit tests only: no servers, no kernel, no browser.")
  private boolean quick;

  @Override
  public Integer call() {
    var console = Console.standard();
    if (!quick && User.isRoot()) {
      DebianPackages.forServers().require(console);
      DebianPackages.forAgents().require(console);
      DebianPackages.forTests().require(console);
      DebianPackages.forFaults().require(console);
    }
    var checkout = Checkout.current();
    if (!quick) {
      // Tests in a server come before those of the whole stack, whose `up` would fetch them too
      // late.
      checkout.prepareRuntimes(console);
    }
    var reports = new TestReports(checkout.root());
    reports.clear();
    int exit = new Verification(checkout.root(), checkout.javaHome(), console).run(quick);
    var summary = reports.read();
    console.line(summary.text());
    if (exit == 0 && summary.isEmpty()) {
      console.failed("no test ran: is the reactor empty?");
      return 1;
    }
    return exit == 0 && summary.failed() > 0 ? 1 : exit;
  }
}
