package dev.ekiden.api.agentlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The link's own threads. */
class SendersTests {
  private final List<Thread> made = new CopyOnWriteArrayList<>();

  private Thread thread(Runnable work) {
    var thread = Thread.ofPlatform().daemon().unstarted(work);
    made.add(thread);
    return thread;
  }

  @Test
  void a_task_that_fails_takes_no_thread_with_it() throws Exception {
    var senders = new Senders("sender", 1, this::thread);
    var done = new CountDownLatch(1);
    senders.execute(
        () -> {
          throw new IllegalStateException("a fault");
        });
    senders.execute(done::countDown);
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    senders.stop();
    made.getFirst().join(30_000);
    assertThat(made.getFirst().isAlive()).isFalse();
  }
}
