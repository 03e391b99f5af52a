package dev.ekiden.core.pool;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.Resources;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolTests {
  private static final Resources SOME = new Resources(100, 200, 300, 0);

  private final Pool pool = new Pool();

  @Test
  void an_agent_keeps_its_slot_and_the_next_one_gets_the_lowest_that_is_free() {
    assertThat(pool.put(agent("b").build(), Standing.OPEN)).isZero();
    assertThat(pool.put(agent("a").build(), Standing.OPEN)).isEqualTo(1);
    assertThat(pool.put(agent("b").with("rack", "r1").build(), Standing.SILENT)).isZero();
    pool.remove(0);
    assertThat(pool.slotOf(new AgentId("b"))).isEqualTo(-1);
    assertThat(pool.slotOf(new AgentId("a"))).isEqualTo(1);
    assertThat(pool.slots()).isEqualTo(2);
    assertThat(pool.put(agent("c").build(), Standing.OPEN)).isZero();
    assertThat(pool.agents()).containsExactly(new AgentId("a"), new AgentId("c"));
  }

  @Test
  void an_agent_is_restored_where_it_was() {
    pool.restore(70, agent("x").build(), Standing.DRAINING);
    assertThat(pool.slots()).isEqualTo(71);
    assertThat(pool.standing(70)).isEqualTo(Standing.DRAINING);
    assertThat(pool.put(agent("y").build(), Standing.OPEN)).isZero();
    assertThatThrownBy(() -> pool.restore(70, agent("z").build(), Standing.OPEN))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void what_is_taken_comes_back() {
    int slot = pool.put(agent("a").capacity(1000, 1000, 1000).build(), Standing.OPEN);
    pool.take(slot, SOME, List.of(31_000, 31_005));
    assertThat(pool.used(slot)).isEqualTo(SOME);
    assertThat(pool.portTaken(slot, 31_005)).isTrue();
    assertThat(pool.portsTaken(slot)).isEqualTo(2);
    assertThatThrownBy(() -> pool.take(slot, SOME, List.of(31_000)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pool.remove(slot)).isInstanceOf(IllegalStateException.class);
    pool.give(slot, SOME, List.of(31_000, 31_005));
    assertThat(pool.used(slot)).isEqualTo(Resources.NONE);
    assertThat(pool.portsTaken(slot)).isZero();
    assertThatThrownBy(() -> pool.give(slot, SOME, List.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void an_agent_that_shrinks_keeps_what_it_runs_and_has_nothing_free() {
    int slot = pool.put(agent("a").capacity(1000, 1000, 1000).build(), Standing.OPEN);
    pool.take(slot, SOME, List.of(31_000));
    pool.put(agent("a").capacity(50, 1000, 1000).ports(32_000, 32_001).build(), Standing.OPEN);
    assertThat(pool.used(slot)).isEqualTo(SOME);
    assertThat(pool.free(slot).cpuMillis()).isZero();
    assertThat(pool.rooms().freeCpuMillis(slot)).isZero();
    assertThat(pool.portTaken(slot, 31_000)).isTrue();
    assertThat(pool.ports(slot).free()).isEqualTo(2);
    pool.give(slot, SOME, List.of(31_000));
    assertThat(pool.rooms().freeCpuMillis(slot)).isEqualTo(50);
    assertThat(pool.portsTaken(slot)).isZero();
  }

  @Test
  void capacity_is_that_of_open_agents() {
    int a = pool.put(agent("a").capacity(1000, 2000, 3000).build(), Standing.OPEN);
    pool.put(agent("b").capacity(10, 20, 30).build(), Standing.SILENT);
    pool.put(agent("c").capacity(1, 2, 3).build(), Standing.OPEN);
    assertThat(pool.capacity()).isEqualTo(new Resources(1001, 2002, 3003));
    pool.standing(a, Standing.DRAINING);
    assertThat(pool.capacity()).isEqualTo(new Resources(1, 2, 3));
  }

  @Test
  void free_ports_are_found_from_any_number_on() {
    int slot = pool.put(agent("a").ports(31_000, 31_099).build(), Standing.OPEN);
    var ports = pool.ports(slot);
    for (int port = 31_000; port < 31_099; port++) {
      pool.take(slot, Resources.NONE, List.of(port));
      assertThat(ports.nextFree(0)).isEqualTo(port - 31_000 + 1);
      assertThat(ports.nextFree(99)).isEqualTo(99);
    }
    pool.take(slot, Resources.NONE, List.of(31_099));
    assertThat(ports.nextFree(5)).isEqualTo(-1);
    pool.give(slot, Resources.NONE, List.of(31_004));
    assertThat(ports.nextFree(5)).isEqualTo(4);
  }

  /** Blocks and regions know the most of each kind exactly, whatever has happened. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void blocks_are_never_wrong_about_what_fits(long seed) {
    var random = new SplittableRandom(seed);
    var taken = new TreeMap<Integer, Integer>();
    for (int i = 0; i < 5000; i++) {
      pool.put(agent("n" + i).capacity(random.nextInt(2000), 4000, 4000).build(), Standing.OPEN);
    }
    for (int step = 0; step < 5000; step++) {
      int slot = random.nextInt(pool.slots());
      if (!pool.present(slot)) {
        pool.put(agent("m" + step).build(), Standing.OPEN);
      } else if (random.nextInt(10) == 0) {
        pool.standing(slot, Standing.values()[random.nextInt(3)]);
      } else if (taken.getOrDefault(slot, 0) > 0) {
        pool.give(slot, SOME, List.of());
        taken.merge(slot, -1, Integer::sum);
      } else if (random.nextInt(10) == 0) {
        pool.remove(slot);
      } else {
        pool.take(slot, SOME, List.of());
        taken.merge(slot, 1, Integer::sum);
      }
    }
    for (long cpu = 0; cpu < 5000; cpu += 50) {
      var need = new Rooms.Need(cpu, 10, 10, 0, 1);
      for (int block = 0; block < 79; block++) {
        boolean any = false;
        for (int slot = block * 64; slot < block * 64 + 64; slot++) {
          boolean fits =
              pool.present(slot)
                  && pool.standing(slot) == Standing.OPEN
                  && pool.free(slot).covers(new Resources(cpu, 10, 10));
          assertThat(pool.rooms().fits(slot, need)).isEqualTo(fits);
          any |= fits;
        }
        assertThat(pool.rooms().blockMayFit(block, need)).isEqualTo(any);
        assertThat(!any || pool.rooms().regionMayFit(block / 64, need)).isTrue();
      }
    }
  }
}
