package dev.ekiden.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DiskShareTests {
  private static final long MEBI = 1024L * 1024;

  @Test
  void sandbox_and_logs_together_are_what_was_asked_for() {
    for (var mebi : new long[] {1, 16, 64, 160, 1024, 1_000_000}) {
      var share = DiskShare.of(mebi, 8192);
      assertThat(share.sandboxBytes() + 2 * share.logFileBytes()).isEqualTo(mebi * MEBI);
      assertThat(share.reserved()).isTrue();
    }
    assertThat(DiskShare.of(16, 0).logFileBytes()).isEqualTo(MEBI);
    assertThat(DiskShare.of(1024, 0).logFileBytes()).isEqualTo(10 * MEBI);
  }

  @Test
  void who_asks_for_none_is_lent_some() {
    assertThat(DiskShare.of(0, 8192)).isEqualTo(new DiskShare(8192 * MEBI, 10 * MEBI, false));
    assertThat(DiskShare.of(0, 0).sandboxBytes()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> DiskShare.of(-1, 0));
  }
}
