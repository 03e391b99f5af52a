package dev.ekiden.api.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.registrar.Batch;
import dev.ekiden.api.registrar.Recovered;
import dev.ekiden.api.registrar.Recovery;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.state.ClusterState;
import dev.ekiden.core.state.Fact;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A standby that follows a journal. */
class WarmTests {
  private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");
  private static final GroupId SHOP = new GroupId("shop");

  private final FakeJournal journal = new FakeJournal();
  private final View view = new View();
  private final Warm warm = new Warm(journal, new FromZero(), view);

  private final class FromZero extends Recovery {
    @Override
    public Recovered load() {
      var state = new ClusterState();
      long seq = journal.readAfter(0, batch -> batch.facts().forEach(state::apply));
      return new Recovered(state, seq);
    }
  }

  @Test
  void both_states_follow_the_journal() throws Exception {
    write(1, 3);
    warm.load();
    write(2, 4);
    warm.follow();
    assertThat(view.seq()).isEqualTo(2);
    assertThat(view.read(WarmTests::limit)).isEqualTo(4);
    assertThat(limit(warm.give())).isEqualTo(4);
  }

  @Test
  void what_a_leader_decided_on_its_own_state_is_not_in_the_next_one() throws Exception {
    write(1, 3);
    warm.load();
    warm.give().apply(fact(99));
    write(2, 4);
    warm.follow();
    assertThat(limit(warm.give())).isEqualTo(4);
    assertThat(view.read(WarmTests::limit)).isEqualTo(4);
  }

  @Test
  void a_database_that_lost_what_it_had_confirmed_is_believed() throws Exception {
    write(1, 3);
    write(2, 4);
    warm.load();
    journal.loseLast();
    warm.follow();
    assertThat(view.seq()).isEqualTo(1);
    assertThat(view.read(WarmTests::limit)).isEqualTo(3);
    assertThat(limit(warm.give())).isEqualTo(3);
  }

  @Test
  void another_batch_of_the_same_number_is_noticed() throws Exception {
    write(1, 3);
    warm.load();
    journal.loseLast();
    journal.append(List.of(new Batch(1, 2, AT.plusSeconds(60), List.of(fact(7)))));
    warm.follow();
    assertThat(view.read(WarmTests::limit)).isEqualTo(7);
  }

  private void write(long seq, int instances) throws Exception {
    journal.append(List.of(new Batch(seq, 1, AT.plusSeconds(seq), List.of(fact(instances)))));
  }

  private static Fact fact(int instances) {
    return new Fact.QuotaSet(SHOP, new Quota(Quota.UNLIMITED, Quota.UNLIMITED, instances), "olga");
  }

  private static long limit(ClusterState state) {
    return state.quota(SHOP).instances();
  }
}
