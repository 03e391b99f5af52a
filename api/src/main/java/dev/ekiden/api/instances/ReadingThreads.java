package dev.ekiden.api.instances;

import dev.ekiden.api.agentlink.OnDemand;
import dev.ekiden.api.agentlink.Reader;
import dev.ekiden.api.problem.ApiProblem;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Threads for requests that wait: for an agent, and for a client that reads slowly or not at all.
 * The server's own threads are few and are needed by everybody, so none of them does. A client that
 * takes nothing for a minute is cut off by the server ({@code writeTimeout}).
 */
@ApplicationScoped
@ManagedExecutorDefinition(
    name = ReadingThreads.NAME,
    context = "java:module/concurrent/ekiden/no-context",
    virtual = true)
public class ReadingThreads {
  static final String NAME = "java:module/concurrent/ekiden/reading";

  /** Requests at once. */
  private static final int MOST = 512;

  @Resource(lookup = NAME)
  private ManagedExecutorService threads;

  @Inject private OnDemand questions;

  private final Semaphore places = new Semaphore(MOST);

  /** What is done with a reader; it is closed afterwards. */
  interface Reading {
    void read(Reader reader) throws InterruptedException;
  }

  /**
   * Returns at once; 503 if too many read already.
   *
   * @param failed hears what goes wrong later
   */
  void start(String caller, Reading reading, Consumer<Throwable> failed) {
    if (!places.tryAcquire()) {
      throw ApiProblem.unavailable("Too many are reading at the moment: try again soon");
    }
    var begun = false;
    try {
      threads.execute(() -> run(caller, reading, failed));
      begun = true;
    } finally {
      if (!begun) {
        places.release();
      }
    }
  }

  private void run(String caller, Reading reading, Consumer<Throwable> failed) {
    try (var reader = questions.reader(caller)) {
      reading.read(reader);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed.accept(ApiProblem.unavailable("This master is being stopped"));
    } catch (RuntimeException e) {
      failed.accept(e);
    } finally {
      places.release();
    }
  }
}
