package dev.ekiden.api.control;

import dev.ekiden.api.problem.ApiProblem;
import dev.ekiden.core.decide.Decision;
import dev.ekiden.core.decide.Event;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends a caller's wish through the control loop and waits until its outcome is durable. */
@ApplicationScoped
public class Commands {
  private static final long PATIENCE_SECONDS = 15;

  @Inject ControlLoop loop;

  /** The deployment that the wish led to; a refusal is thrown as {@link ApiProblem}. */
  public Decision.Reply.Accepted deploy(Function<Instant, Event> event) {
    return switch (ask(event)) {
      case Decision.Reply.Accepted accepted -> accepted;
      case Decision.Reply.Done _, Decision.Reply.Foreign _ ->
          throw new IllegalStateException("a deployment was expected, none was started");
      case Decision.Reply.Refused refused -> throw ApiProblem.of(refused.problem());
    };
  }

  /** For wishes that start no deployment; a refusal is thrown as {@link ApiProblem}. */
  public void run(Function<Instant, Event> event) {
    if (ask(event) instanceof Decision.Reply.Refused refused) {
      throw ApiProblem.of(refused.problem());
    }
  }

  private Decision.Reply ask(Function<Instant, Event> event) {
    try {
      return loop.submit(event).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      throw unknown(
          "the registrar has not confirmed this change within %d s".formatted(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown("this master is stopping");
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case UnavailableException unavailable ->
          ApiProblem.unavailable("Try again in a moment: " + unavailable.getMessage());
      case UnconfirmedException unconfirmed -> unknown(unconfirmed.getMessage());
      case null, default -> new IllegalStateException("the control loop failed", cause);
    };
  }

  private static ApiProblem unknown(@Nullable String why) {
    return ApiProblem.outcomeUnknown(
        "The change may have happened, may yet happen, or not: %s. Look before you repeat it."
            .formatted(why));
  }
}
