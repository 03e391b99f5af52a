package dev.ekiden.core.offers;

import dev.ekiden.core.model.Resources;

/** Arithmetic on amounts of all kinds at once. */
final class Amounts {
  /** What Mesos calls allocatable: 0.01 of a processor. */
  private static final long LEAST_CPU_MILLIS = 10;

  /** Or so many MiB. */
  private static final long LEAST_MEM_MIB = 32;

  private Amounts() {}

  /** A share of it, rounded down; GPUs are whole, so up. */
  static Resources share(Resources all, double share) {
    return new Resources(
        (long) (all.cpuMillis() * share),
        (long) (all.memMib() * share),
        (long) (all.diskMib() * share),
        (long) Math.ceil(all.gpus() * share));
  }

  /** Of each kind the lesser. */
  static Resources least(Resources one, Resources other) {
    return new Resources(
        Math.min(one.cpuMillis(), other.cpuMillis()),
        Math.min(one.memMib(), other.memMib()),
        Math.min(one.diskMib(), other.diskMib()),
        Math.min(one.gpus(), other.gpus()));
  }

  static Resources withoutGpus(Resources all) {
    return new Resources(all.cpuMillis(), all.memMib(), all.diskMib());
  }

  /** Too little of both to be worth an offer. */
  static boolean dust(Resources offered) {
    return offered.cpuMillis() < LEAST_CPU_MILLIS && offered.memMib() < LEAST_MEM_MIB;
  }

  /** Cut so much from {@code whole} that a kind has become dust: nothing can run in that. */
  static boolean crippled(Resources offered, Resources whole) {
    return (offered.cpuMillis() < LEAST_CPU_MILLIS && whole.cpuMillis() >= LEAST_CPU_MILLIS)
        || (offered.memMib() < LEAST_MEM_MIB && whole.memMib() >= LEAST_MEM_MIB);
  }
}
