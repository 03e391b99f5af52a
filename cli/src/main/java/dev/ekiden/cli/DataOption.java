package dev.ekiden.cli;

import dev.ekiden.cli.local.Checkout;
import dev.ekiden.cli.local.DataDir;
import dev.ekiden.cli.local.Stack;
import dev.ekiden.cli.machine.Console;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data}, which most commands take. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where this stack keeps its data; .ekiden/ at the root of the checkout if left out.")
  private @Nullable Path folder;

  DataDir dir() {
    var given = folder;
    return new DataDir(given == null ? Checkout.current().root().resolve(".ekiden") : given);
  }

  Stack stack(Console console) {
    return new Stack(Checkout.current(), dir(), console);
  }
}
