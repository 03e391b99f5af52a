package dev.ekiden.api.agentlink;

import static dev.ekiden.api.agentlink.FakeChannel.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Texts that go out one at a time. */
class OutboxTests {
  private final FakeChannel channel = new FakeChannel();
  private final ArrayDeque<String> waiting = new ArrayDeque<>();
  private final Outbox outbox =
      new Outbox(channel, HERE, () -> Optional.ofNullable(waiting.poll()));

  @Test
  void the_next_text_is_asked_for_when_the_last_has_gone() {
    channel.reads(false);
    waiting.add("a");
    outbox.wake();
    waiting.add("b");
    outbox.wake();
    assertThat(channel.texts()).containsExactly("a");
    assertThat(waiting).containsExactly("b");
    channel.reads(true);
    assertThat(channel.texts()).containsExactly("a", "b");
  }

  @Test
  void a_peer_that_does_not_read_is_known_by_the_time_that_a_text_takes() {
    channel.reads(false);
    assertThat(outbox.stuck(Duration.ZERO, System.nanoTime() + 1_000)).isFalse();
    waiting.add("a");
    outbox.wake();
    var soon = System.nanoTime();
    assertThat(outbox.stuck(Duration.ofSeconds(100), soon)).isFalse();
    assertThat(outbox.stuck(Duration.ofSeconds(100), soon + 101_000_000_000L)).isTrue();
    channel.reads(true);
    assertThat(outbox.stuck(Duration.ofSeconds(100), soon + 101_000_000_000L)).isFalse();
  }

  @Test
  void a_text_that_cannot_be_sent_ends_the_connection() {
    channel.reads(false);
    waiting.add("a");
    waiting.add("b");
    outbox.wake();
    channel.breaks();
    assertThat(channel.closed()).isEqualTo("sending failed");
    outbox.wake();
    assertThat(channel.texts()).containsExactly("a");
  }

  @Test
  void nothing_is_lost_and_nothing_overtakes_whoever_wakes_it_when() throws Exception {
    var queue = new ConcurrentLinkedQueue<String>();
    var sent = new ConcurrentLinkedQueue<String>();
    var done = new CountDownLatch(20_000);
    var atOnce = new AtomicInteger();
    try (var pool = Executors.newFixedThreadPool(4)) {
      var other =
          new Channel() {
            @Override
            public void send(String text, Consumer<Boolean> then) {
              assertThat(atOnce.incrementAndGet()).isEqualTo(1);
              sent.add(text);
              done.countDown();
              atOnce.decrementAndGet();
              if (done.getCount() % 2 == 0) {
                then.accept(true);
              } else {
                pool.execute(() -> then.accept(true));
              }
            }

            @Override
            public void close(String reason) {
              throw new AssertionError(reason);
            }
          };
      var busy = new Outbox(other, pool, () -> Optional.ofNullable(queue.poll()));
      for (int i = 0; i < 20_000; i++) {
        queue.add("t" + i);
        busy.wake();
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(sent).hasSize(20_000).startsWith("t0", "t1", "t2").endsWith("t19999");
  }
}
