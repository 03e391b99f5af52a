package dev.ekiden.cli;

import dev.ekiden.cli.machine.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts processes again, one after the other. */
@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    description =
        "Starts processes again, one after the other, each once the one before it serves; those that"
            + " run are stopped politely first. Instances stay.")
final class RestartCommand implements Callable<Integer> {
  @Mixin private DataOption data = new DataOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "NAME",
      description = "As ./ekiden status shows it; \"masters\" is all of them, the leader last.")
  private List<String> names = List.of();

  @Option(names = "--no-build", hidden = true)
  private boolean noBuild;

  @Override
  public Integer call() {
    data.stack(Console.standard()).restart(names, !noBuild);
    return 0;
  }
}
