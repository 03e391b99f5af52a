package dev.ekiden.api.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.decide.Decision;
import dev.ekiden.core.decide.Event;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A caller can tell "certainly not done" (503) from "nobody knows" (502). */
class CommandsTests {
  private final Commands commands = new Commands();

  @Test
  void what_was_not_done_is_unavailable() {
    answer(CompletableFuture.failedFuture(new UnavailableException("nothing was changed")));
    assertProblem(503, "unavailable", "nothing was changed");
  }

  @Test
  void what_was_left_open_when_leading_ended_is_unknown() {
    answer(CompletableFuture.failedFuture(new UnconfirmedException("before it could confirm")));
    assertProblem(502, "outcome-unknown", "before it could confirm");
  }

  @Test
  void what_is_not_confirmed_in_time_is_unknown() {
    answer(
        new CompletableFuture<>() {
          @Override
          public Decision.Reply get(long timeout, TimeUnit unit) throws TimeoutException {
            throw new TimeoutException();
          }
        });
    assertProblem(502, "outcome-unknown", "within 15 s");
  }

  @Test
  void what_a_stopping_master_does_not_wait_for_is_unknown() {
    answer(new CompletableFuture<>());
    Thread.currentThread().interrupt();
    assertProblem(502, "outcome-unknown", "Look before you repeat it");
    assertThat(Thread.interrupted()).isTrue();
  }

  private void answer(CompletableFuture<Decision.Reply> answer) {
    commands.loop =
        new ControlLoop() {
          @Override
          public CompletableFuture<Decision.Reply> submit(Function<Instant, Event> event) {
            return answer;
          }
        };
  }

  private void assertProblem(int status, String code, String words) {
    assertThatThrownBy(() -> commands.run(Event.Tick::new))
        .isInstanceOfSatisfying(
            ApiProblem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(status);
              assertThat(problem.code()).isEqualTo(code);
            })
        .hasMessageContaining(words);
  }
}
