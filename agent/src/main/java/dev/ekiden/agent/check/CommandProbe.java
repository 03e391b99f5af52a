package dev.ekiden.agent.check;

import dev.ekiden.agent.check.Inside.Outcome;
import dev.ekiden.core.wire.Check;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Asks an instance by a command that is run inside of it. */
final class CommandProbe {
  private static final int COMMAND_CHARS = 60;
  private static final int SAID_CHARS = 240;

  private CommandProbe() {}

  /** Empty if it is well, else a sentence that says why not. */
  static Optional<String> ask(Inside inside, Check.Command check) throws InterruptedException {
    var patience = Duration.ofMillis(Math.max(1, check.rhythm().timeoutMillis()));
    try {
      return problem(check.command(), patience, inside.run(check.command(), patience));
    } catch (IOException | RuntimeException e) {
      var why = Optional.ofNullable(e.getMessage()).orElse(e.toString());
      return problem(check.command(), patience, new Outcome.NotRun(why));
    }
  }

  static Optional<String> problem(String command, Duration patience, Outcome outcome) {
    var what = "the command \"%s\" ".formatted(Said.briefly(command, COMMAND_CHARS));
    return switch (outcome) {
      case Outcome.Ended(var status, var said) ->
          status == 0
              ? Optional.empty()
              : Optional.of(what + "ended with status " + status + said(said));
      case Outcome.Overdue(var said) ->
          Optional.of(what + "did not end within " + patience.toMillis() + " ms" + said(said));
      case Outcome.TooLoud(var said) ->
          Optional.of(what + "was ended, as it printed too much" + said(said));
      case Outcome.NotRun(var why) -> Optional.of(what + "could not be run" + said(why));
    };
  }

  private static String said(String text) {
    var brief = Said.briefly(text, SAID_CHARS);
    return brief.isEmpty() ? "" : ": " + brief;
  }
}
