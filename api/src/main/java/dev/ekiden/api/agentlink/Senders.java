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
 * who asked for it, and lives through that again. Tasks wait for each other.
 */
final class Senders implements Executor {
  private static final Logger LOG = Logger.getLogger(Senders.class.getName());

  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final List<Thread> threads;

  Senders(String name, int count, ThreadFactory factory) {
    threads = Stream.generate(() -> factory.newThread(this::work)).limit(count).toList();
    threads.forEach(thread -> thread.setName(name));
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
      LOG.fine("one of the link's threads was told to stop");
    }
  }

  private static void attempt(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a task of the link failed", e);
    }
  }
}
