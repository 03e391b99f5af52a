package dev.ekiden.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom an agent dials and when, in time that the test makes up. */
class DiallingTests {
  private static final URI A = URI.create("wss://a:9445");
  private static final URI B = URI.create("wss://b:9445");
  private static final URI C = URI.create("wss://c:9445");
  private static final long SECOND = 1_000_000_000L;

  private static Dialling dialling(long seed) {
    return new Dialling(List.of(A, B, C), new SplittableRandom(seed));
  }

  private static List<URI> round(Dialling dialling) {
    var tried = new ArrayList<URI>();
    for (int i = 0; i < 3; i++) {
      tried.add(dialling.next().address());
      dialling.lost(tried.getLast(), false, 0);
    }
    return tried;
  }

  @Test
  void a_round_is_the_last_leader_and_then_each_other_master_once() {
    for (long seed = 0; seed < 20; seed++) {
      var dialling = dialling(seed);
      dialling.served(B);
      dialling.lost(B, true, 0);
      assertThat(round(dialling)).startsWith(B).containsExactlyInAnyOrder(A, B, C);
      assertThat(round(dialling)).startsWith(B).containsExactlyInAnyOrder(A, B, C);
    }
  }

  @Test
  void a_leader_that_fell_silent_is_tried_last_and_not_believed_in() {
    for (long seed = 0; seed < 20; seed++) {
      var dialling = dialling(seed);
      dialling.served(B);
      dialling.silent(B, 10 * SECOND);
      assertThat(dialling.trusts(B, 11 * SECOND)).isFalse();
      assertThat(round(dialling)).endsWith(B).containsExactlyInAnyOrder(A, B, C);
    }
  }

  @Test
  void the_others_come_in_random_order() {
    var second = new TreeSet<URI>();
    for (long seed = 0; seed < 20; seed++) {
      var dialling = dialling(seed);
      dialling.served(B);
      dialling.lost(B, true, 0);
      second.add(round(dialling).get(1));
    }
    assertThat(second).containsExactly(A, C);
  }

  @Test
  void pauses_grow_with_each_round_in_vain_and_never_above_five_seconds() {
    var longest = new Duration[10];
    java.util.Arrays.fill(longest, Duration.ZERO);
    for (long seed = 0; seed < 500; seed++) {
      var dialling = dialling(seed);
      for (int i = 0; i < longest.length; i++) {
        round(dialling);
        var pause = dialling.next().pause();
        dialling.lost(A, false, 0);
        dialling.lost(B, false, 0);
        longest[i] = longest[i].compareTo(pause) < 0 ? pause : longest[i];
      }
    }
    assertThat(longest[0]).isBetween(Duration.ofMillis(1900), Duration.ofSeconds(2));
    assertThat(longest).allMatch(pause -> pause.compareTo(Dialling.LONGEST_PAUSE) <= 0);
    assertThat(longest[9]).isGreaterThan(Duration.ofMillis(4900));
  }

  @Test
  void ten_thousand_agents_that_lose_their_leader_come_back_evenly_within_a_second() {
    var perTenth = new int[11];
    IntStream.range(0, 10_000)
        .forEach(
            agent -> {
              var dialling = dialling(agent);
              dialling.served(A);
              dialling.lost(A, true, 0);
              perTenth[(int) (dialling.next().pause().toMillis() / 100)]++;
            });
    assertThat(IntStream.range(0, 10).map(i -> perTenth[i])).allMatch(n -> n > 800 && n < 1_200);
  }

  @Test
  void a_redirect_is_followed_first_and_soon() {
    var dialling = dialling(1);
    assertThat(dialling.trusts(C, 0)).isTrue();
    dialling.redirected(C);
    var next = dialling.next();
    assertThat(next.address()).isEqualTo(C);
    assertThat(next.pause()).isLessThanOrEqualTo(Dialling.SOON);
  }

  @Test
  void a_redirect_to_who_has_just_failed_is_not_followed_yet() {
    var dialling = dialling(1);
    dialling.lost(C, true, 10 * SECOND);
    assertThat(dialling.trusts(C, 11 * SECOND)).isFalse();
    assertThat(dialling.trusts(B, 11 * SECOND)).isTrue();
    assertThat(dialling.trusts(C, 15 * SECOND)).isTrue();
    dialling.served(B);
    assertThat(dialling.trusts(C, 11 * SECOND)).isTrue();
  }

  @Test
  void masters_that_send_it_round_in_circles_are_followed_a_few_times_only() {
    var dialling = dialling(1);
    int followed = 0;
    while (dialling.trusts(A, 0) && followed < 100) {
      dialling.redirected(A);
      dialling.next();
      followed++;
    }
    assertThat(followed).isEqualTo(5);
    dialling.lost(A, false, 0);
    assertThat(dialling.trusts(B, 0)).isTrue();
  }

  @Test
  void patience_with_a_slow_master_grows() {
    var dialling = dialling(1);
    assertThat(dialling.next().patience()).isEqualTo(Duration.ofSeconds(10));
    for (int i = 0; i < 5; i++) {
      round(dialling);
    }
    assertThat(dialling.next().patience()).isEqualTo(Duration.ofSeconds(120));
  }
}
