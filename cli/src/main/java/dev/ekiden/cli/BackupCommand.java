package dev.ekiden.cli;

import dev.ekiden.cli.local.Backup;
import dev.ekiden.cli.local.Checkout;
import dev.ekiden.cli.machine.Console;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes everything that cannot be made again into one file. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description =
        "Writes registrar, realm, uploaded files, certificates and secrets into one file (.tar.gz)"
            + " that only its owner may read. What runs goes on running.")
final class BackupCommand implements Callable<Integer> {
  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "FILE", description = "Where to; its folder must be there.")
  private Path file = Path.of("");

  @Option(names = "--force", description = "Replace FILE if it is there.")
  private boolean force;

  @Override
  public Integer call() {
    new Backup(Checkout.current(), data.dir(), Console.standard()).to(file, force);
    return 0;
  }
}
