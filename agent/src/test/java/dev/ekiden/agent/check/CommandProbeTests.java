package dev.ekiden.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.agent.check.Inside.Outcome;
import dev.ekiden.core.wire.Check;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a command, as people read it. */
class CommandProbeTests {
  private static final Check.Rhythm RHYTHM = new Check.Rhythm(0, 1000, 250, 1);

  private static Optional<String> ask(String command, Inside inside) throws Exception {
    return CommandProbe.ask(inside, new Check.Command(command, RHYTHM));
  }

  @Test
  void zero_is_healthy_whatever_it_says() throws Exception {
    assertThat(ask("true", (_, _) -> new Outcome.Ended(0, "error!"))).isEmpty();
  }

  @Test
  void anything_else_is_not_and_the_output_says_why() throws Exception {
    assertThat(ask("check.sh", (_, _) -> new Outcome.Ended(3, "no\n\u001b[1mdisk\n")))
        .contains("the command \"check.sh\" ended with status 3: no / [1mdisk");
    assertThat(ask("false", (_, _) -> new Outcome.Ended(1, "")))
        .contains("the command \"false\" ended with status 1");
    assertThat(ask("yes", (_, _) -> new Outcome.TooLoud("y\n")))
        .contains("the command \"yes\" was ended, as it printed too much: y");
  }

  @Test
  void it_has_the_time_that_the_check_gives_it() throws Exception {
    var given = new Duration[1];
    var problem =
        ask(
            "sleep 9",
            (_, patience) -> {
              given[0] = patience;
              return new Outcome.Overdue("waiting");
            });
    assertThat(given[0]).isEqualTo(Duration.ofMillis(250));
    assertThat(problem).contains("the command \"sleep 9\" did not end within 250 ms: waiting");
  }

  @Test
  void what_cannot_be_run_has_failed() throws Exception {
    Inside broken =
        (_, _) -> {
          throw new IOException("runc is not there");
        };
    assertThat(ask("true", broken))
        .contains("the command \"true\" could not be run: runc is not there");
    Inside careless =
        (_, _) -> {
          throw new IllegalStateException();
        };
    assertThat(ask("true", careless).orElseThrow()).contains("IllegalStateException");
    assertThat(ask("true", (_, _) -> new Outcome.NotRun("the container has ended")))
        .contains("the command \"true\" could not be run: the container has ended");
  }

  @Test
  void a_long_command_is_told_by_its_beginning() throws Exception {
    var problem = ask("test -e " + "x".repeat(9000), (_, _) -> new Outcome.Ended(1, "n".repeat(9)));
    assertThat(problem.orElseThrow()).startsWith("the command \"test -e xxx").hasSizeLessThan(400);
  }
}
