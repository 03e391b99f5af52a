package dev.ekiden.cli;

import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./ekiden}: starts the whole product on one machine, looks at it, stops it, tests it. */
@Command(
    name = "ekiden",
    description = "Runs the whole product on this machine, on loopback.",
    mixinStandardHelpOptions = true,
    version = "ekiden 0.1.0",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      RestartCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      TokenCommand.class,
      TestCommand.class,
      BenchCommand.class
    })
public final class Main {
  private Main() {}

  /** Exits with 0, 1 (failed), 2 (wrong arguments) or what the command says. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(Main::explain)
        .setAbbreviatedOptionsAllowed(false);
  }

  private static int explain(
      Exception exception, CommandLine command, CommandLine.ParseResult arguments)
      throws Exception {
    if (exception instanceof Failure) {
      Console.standardError().failed(String.valueOf(exception.getMessage()));
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw exception;
  }
}
