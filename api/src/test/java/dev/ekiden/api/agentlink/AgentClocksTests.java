package dev.ekiden.api.agentlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentClocksTests {
  private static final Logger LOG = Logger.getLogger(AgentClocks.class.getName());

  private final AgentClocks clocks = new AgentClocks();
  private final List<Level> logged = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logged.add(line.getLevel());
        }

        @Override
        public void flush() {
          // Nothing is held back.
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };

  @BeforeEach
  void listen() {
    LOG.addHandler(handler);
    LOG.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    LOG.removeHandler(handler);
    LOG.setUseParentHandlers(true);
  }

  @Test
  void a_wrong_clock_is_told_once_and_so_is_that_it_is_right_again() {
    beats("agent-1", 60_000, 20);
    assertThat(clocks.skew("agent-1")).contains(Duration.ofSeconds(60));
    assertThat(clocks.wrong()).isOne();
    assertThat(clocks.farthest()).isEqualTo(Duration.ofSeconds(60));
    assertThat(logged).containsExactly(Level.WARNING);
    beats("agent-1", -20, 20);
    assertThat(clocks.wrong()).isZero();
    assertThat(logged).containsExactly(Level.WARNING, Level.INFO);
  }

  @Test
  void a_clock_that_is_behind_is_wrong_too() {
    beats("agent-1", -7_000, 3);
    assertThat(clocks.skew("agent-1")).contains(Duration.ofSeconds(-7));
    assertThat(clocks.farthest()).isEqualTo(Duration.ofSeconds(7));
    assertThat(logged).containsExactly(Level.WARNING);
  }

  @Test
  void heartbeats_that_were_long_on_their_way_do_not_make_a_clock_wrong() {
    beats("agent-1", -30, 1);
    beats("agent-1", -30_000, 5);
    assertThat(clocks.skew("agent-1")).contains(Duration.ofMillis(-30));
    assertThat(clocks.wrong()).isZero();
    assertThat(logged).isEmpty();
  }

  @Test
  void little_is_not_told_and_one_heartbeat_is_not_believed() {
    beats("agent-1", 4_000, 10);
    beats("agent-2", 90_000, 2);
    assertThat(clocks.skew("agent-2")).isEmpty();
    assertThat(clocks.wrong()).isZero();
    assertThat(logged).isEmpty();
  }

  @Test
  void who_is_gone_is_forgotten() {
    beats("agent-1", 60_000, 5);
    clocks.forget("agent-1");
    assertThat(clocks.wrong()).isZero();
    assertThat(clocks.skew("agent-1")).isEmpty();
  }

  private void beats(String agent, long aheadMillis, int times) {
    for (int beat = 0; beat < times; beat++) {
      long now = 1_000_000 + beat * 5_000L;
      clocks.note(agent, now + aheadMillis, now);
    }
  }
}
