package dev.ekiden.api.control;

import java.util.Optional;

/**
 * Where the leading master is reached.
 *
 * @param api for people, clients and other masters: {@code https://host:port}
 * @param agents for agents and routers: {@code wss://host:port}
 */
public record LeaderAddress(String api, String agents) {
  /** As one line, the name of a master in the election. */
  String line() {
    return api + " " + agents;
  }

  /** Empty if the line is none of ours. */
  static Optional<LeaderAddress> of(String line) {
    var parts = line.split(" ");
    return parts.length == 2
        ? Optional.of(new LeaderAddress(parts[0], parts[1]))
        : Optional.empty();
  }
}
