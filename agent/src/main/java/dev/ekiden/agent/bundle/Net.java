package dev.ekiden.agent.bundle;

import java.nio.file.Path;

/** Which network an instance sees. */
public sealed interface Net {

  /** The machine's. */
  record Shared() implements Net {}

  /**
   * One of its own.
   *
   * @param namespace file of the network namespace
   * @param resolvConf text of its {@code /etc/resolv.conf}
   */
  record Own(Path namespace, String address, String resolvConf) implements Net {}
}
