package dev.ekiden.cli;

import dev.ekiden.cli.machine.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stops everything, instances too. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops everything, instances too. The data stays, unless --purge is given.")
final class DownCommand implements Callable<Integer> {
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--purge", description = "Delete the data as well.")
  private boolean purge;

  @Override
  public Integer call() {
    var console = Console.standard();
    if (!data.stack(console).down()) {
      console.line("Nothing is running.");
    }
    if (purge && data.dir().exists()) {
      data.dir().purge();
      console.line("Deleted " + data.dir().root());
    } else if (purge) {
      data.dir().purge();
    }
    return 0;
  }
}
