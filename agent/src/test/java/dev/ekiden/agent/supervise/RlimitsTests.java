package dev.ekiden.agent.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RlimitsTests {
  @Test
  void are_never_above_our_own(@TempDir Path temp) throws IOException {
    var ours =
        Files.writeString(
            temp.resolve("limits"),
            """
            Limit                     Soft Limit           Hard Limit           Units
            Max core file size        0                    unlimited            bytes
            Max processes             96365                96365                processes
            Max open files            1024                 20000                files
            Max realtime priority     0                    5
            """);
    assertThat(Rlimits.of(ours))
        .containsEntry("RLIMIT_CORE", 0L)
        .containsEntry("RLIMIT_NPROC", 1024L)
        .containsEntry("RLIMIT_NOFILE", 20_000L)
        .containsEntry("RLIMIT_RTPRIO", 0L)
        .containsEntry("RLIMIT_MEMLOCK", 8_388_608L);
  }
}
