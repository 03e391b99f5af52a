package dev.ekiden.cli;

import dev.ekiden.cli.local.Checkout;
import dev.ekiden.cli.local.Restore;
import dev.ekiden.cli.machine.Console;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a backup in place. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description =
        "Puts a backup in place, verified before anything is touched; then run ./ekiden up."
            + " Instances that run on this machine go on.")
final class RestoreCommand implements Callable<Integer> {
  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "FILE", description = "What ./ekiden backup has written.")
  private Path file = Path.of("");

  @Option(
      names = "--force",
      description = "Stop what runs on data that is there (not instances), and move it aside.")
  private boolean force;

  @Override
  public Integer call() {
    new Restore(Checkout.current(), data.dir(), Console.standard()).from(file, force);
    return 0;
  }
}
