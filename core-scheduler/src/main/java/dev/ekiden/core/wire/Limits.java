package dev.ekiden.core.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one instance may use.
 *
 * @param cpuMillis thousandths of a core that it is sure to get
 * @param memMib MiB of memory that it is sure to get
 * @param diskMib MiB for its sandbox and its logs together; 0: it asked for none, and the agent
 *     says how much it may take of what is left
 * @param mostCpuMillis hard limit, at least {@code cpuMillis}
 * @param mostMemMib hard limit, at least {@code memMib}; swap is off
 */
public record Limits(int cpuMillis, long memMib, long diskMib, int mostCpuMillis, long mostMemMib) {
  public Limits {
    mostCpuMillis = Math.max(cpuMillis, mostCpuMillis);
    mostMemMib = Math.max(memMib, mostMemMib);
  }

  /** No more than it is sure to get. */
  public Limits(int cpuMillis, long memMib, long diskMib) {
    this(cpuMillis, memMib, diskMib, cpuMillis, memMib);
  }

  /** Older masters do not say what is most. */
  @JsonCreator
  static Limits read(
      int cpuMillis,
      long memMib,
      long diskMib,
      @Nullable Integer mostCpuMillis,
      @Nullable Long mostMemMib) {
    return new Limits(
        cpuMillis,
        memMib,
        diskMib,
        Objects.requireNonNullElse(mostCpuMillis, cpuMillis),
        Objects.requireNonNullElse(mostMemMib, memMib));
  }

  /** Whether it may use more than it is sure to get. */
  public boolean bursts() {
    return mostCpuMillis > cpuMillis || mostMemMib > memMib;
  }
}
