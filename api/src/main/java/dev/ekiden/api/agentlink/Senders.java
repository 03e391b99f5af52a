package dev.ekiden.api.agentlink;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * A few threads for tasks that are shorter than what the server's executor does for each: it keeps
 * who asked for it, and lives through that again. For tasks that do not wait.
 */
final class Senders implements Executor {
  private static final Logger LOG = Logger.getLogger(Senders.class.getName());

  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final List<Thread> threads;

  Senders(int count, ThreadFactory factory) {
    threads = Stream.generate(() -> factory.newThread(this::work)).limit(count).toList();
    threads.forEach(thread -> thread.setName("link-sender"));
    threads.forEach(Thread::start);
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** What waits is not done any more. */
  void stop() {
    threads.forEach(Thread::interrupt);
  }

  private void work() {
    try {
      while (true) {
        attempt(tasks.take());
      }
    } catch (InterruptedException e) {
      LOG.fine("a sender was told to stop");
    }
  }

  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a text could not be sent", e);
    }
  }
}
