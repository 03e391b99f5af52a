package dev.ekiden.bench.masters;

/** Definitions of the apps that parts make. */
final class AppJson {
  private AppJson() {}

  /** Nothing to choose between agents but room. */
  static String plain(int instances) {
    return app(instances, "[{\"port\":0}]", "[]");
  }

  /** Only machines with an SSD, evenly over three zones. */
  static String constrained(int instances) {
    return app(
        instances, "[{\"port\":0}]", "[[\"disk\",\"LIKE\",\"ssd\"],[\"zone\",\"GROUP_BY\",\"3\"]]");
  }

  /** The least that an app can be; no service port, so that there may be any number of them. */
  static String small(int instances) {
    return app(instances, "[]", "[]");
  }

  private static String app(int instances, String ports, String constraints) {
    return """
        {"cmd":"sleep 86400","cpus":0.01,"mem":32,"instances":%d,"portDefinitions":%s,\
        "constraints":%s,"env":{"STAGE":"bench"}}"""
        .formatted(instances, ports, constraints);
  }
}
