package dev.ekiden.portal.client;

/** What is in use: CPU cores, MiB, instances. */
public record Usage(double cpus, long memMib, int instances) {
  static Usage of(Fields usage) {
    return new Usage(usage.number("cpus"), usage.size("memMib"), usage.count("instances"));
  }
}
