package dev.ekiden.cli;

import dev.ekiden.cli.machine.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts one process again. */
@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    description =
        "Starts one process again; if it runs, it is stopped politely first. Instances stay.")
final class RestartCommand implements Callable<Integer> {
  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "NAME", description = "As ./ekiden status shows it.")
  private String name = "";

  @Option(names = "--no-build", hidden = true)
  private boolean noBuild;

  @Override
  public Integer call() {
    data.stack(Console.standard()).restart(name, !noBuild);
    return 0;
  }
}
