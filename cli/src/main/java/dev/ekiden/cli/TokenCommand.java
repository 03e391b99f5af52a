package dev.ekiden.cli;

import dev.ekiden.cli.local.Tokens;
import dev.ekiden.cli.machine.Console;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints an access token and nothing else. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description =
        "Prints an access token, for curl -H \"Authorization: Bearer $(./ekiden token alice)\".")
final class TokenCommand implements Callable<Integer> {
  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "USER", description = "A log-in name.")
  private String user = "";

  @Option(names = "--password", paramLabel = "P", description = "The name itself if left out.")
  private @Nullable String password;

  @Override
  public Integer call() {
    var given = password;
    Console.standard().line(new Tokens(data.dir()).of(user, given == null ? user : given));
    return 0;
  }
}
