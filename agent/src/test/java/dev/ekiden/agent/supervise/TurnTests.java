package dev.ekiden.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnTests {
  private static final int PLACES = 3;
  private static final int MANY = 50;

  @Test
  void only_so_many_go_at_once_and_all_come_to_it() throws Exception {
    var places = Turn.Places.of(PLACES, Duration.ofMinutes(5));
    var at = new AtomicInteger();
    var most = new AtomicInteger();
    var through = new CountDownLatch(MANY);
    IntStream.range(0, MANY)
        .forEach(
            _ ->
                Thread.ofVirtual()
                    .start(
                        () -> {
                          var turn = places.turn();
                          try {
                            turn.take();
                            turn.take(); // ours already
                            most.accumulateAndGet(at.incrementAndGet(), Math::max);
                            Thread.yield();
                            at.decrementAndGet();
                          } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                          } finally {
                            turn.giveBack();
                            turn.giveBack(); // and no second time
                            through.countDown();
                          }
                        }));
    assertThat(through.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(most.get()).isBetween(1, PLACES);
    assertThat(places.free().availablePermits()).isEqualTo(PLACES);
  }

  @Test
  void where_nobody_comes_to_an_end_the_others_go_on_without() throws Exception {
    var places = Turn.Places.of(0, Duration.ofMillis(1));
    var turn = places.turn();
    turn.take();
    turn.giveBack();
    assertThat(places.free().availablePermits()).as("it had none to give back").isZero();
  }

  @Test
  void while_others_come_to_an_end_it_goes_on_waiting() throws Exception {
    var patience = Duration.ofSeconds(2);
    var places = Turn.Places.of(0, patience);
    var waiting = new CountDownLatch(1);
    var got = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                waiting.countDown();
                places.turn().take();
                got.countDown();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    waiting.await();
    // Longer than its patience, and each time somebody else was quicker.
    var until = System.nanoTime() + patience.toNanos() * 2;
    while (System.nanoTime() < until) {
      places.ended().incrementAndGet();
      assertThat(got.await(5, TimeUnit.MILLISECONDS)).isFalse();
    }
    places.free().release();
    assertThat(got.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(places.free().availablePermits()).as("taken by whom it was for").isZero();
  }
}
