package dev.ekiden.core.decide;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.DeploymentId;
import dev.ekiden.core.model.InstanceId;
import java.time.Instant;
import java.util.UUID;

/**
 * Ids without chance: time-based UUIDs (RFC 9562, version 1) whose clock is the event's time and
 * whose node is a number that never repeats.
 */
final class Ids {
  /** 100 ns steps from 1582-10-15, where such UUIDs begin, to 1970. */
  private static final long GREGORIAN_OFFSET = 0x01B21DD213814000L;

  private static final long STEPS_PER_MILLI = 10_000;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private Ids() {}

  static InstanceId instance(AppId app, Instant at, long number) {
    return new InstanceId(app.flat() + ".instance-" + uuid(at, number));
  }

  static DeploymentId deployment(Instant at, long number) {
    return new DeploymentId(uuid(at, number).toString());
  }

  private static UUID uuid(Instant at, long number) {
    long time = at.toEpochMilli() * STEPS_PER_MILLI + GREGORIAN_OFFSET + number % STEPS_PER_MILLI;
    long most = time << 32 | (time >>> 16 & 0xFFFF_0000L) | 0x1000 | (time >>> 48 & 0x0FFF);
    return new UUID(most, VARIANT | (number & 0x3FFF_FFFF_FFFF_FFFFL));
  }
}
