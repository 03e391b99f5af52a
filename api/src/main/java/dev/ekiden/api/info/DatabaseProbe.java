package dev.ekiden.api.info;

import dev.ekiden.api.registrar.Journal;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the database whether it is there, one question at a time however many ask: a database that
 * is paused answers nobody, and must not take a thread for each who wants to know.
 */
@ApplicationScoped
public class DatabaseProbe {
  private static final long PATIENCE_MILLIS = 1_000;

  @Resource private ManagedExecutorService executor;
  @Inject private Journal journal;

  private CompletableFuture<Boolean> open = CompletableFuture.completedFuture(true);
  private long answeredAt = System.nanoTime();

  /** Zero while it answers, else the time since its last answer. */
  Duration silentFor() {
    var question = question();
    boolean answers = false;
    try {
      answers = question.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException _) {
      answers = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answered(answers);
  }

  private synchronized CompletableFuture<Boolean> question() {
    if (open.isDone()) {
      open = CompletableFuture.supplyAsync(this::answers, executor);
    }
    return open;
  }

  private boolean answers() {
    try {
      journal.atOf(0);
      return true;
    } catch (SQLException | RuntimeException _) {
      return false;
    }
  }

  private synchronized Duration answered(boolean now) {
    if (now) {
      answeredAt = System.nanoTime();
      return Duration.ZERO;
    }
    return Duration.ofNanos(System.nanoTime() - answeredAt);
  }
}
