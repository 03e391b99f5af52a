package dev.ekiden.agent.link;

import dev.ekiden.core.wire.Order;

/** What comes from connections to the one thread that looks after all of them. */
sealed interface Received {
  Connection from();

  /** The connection stands. */
  record Opened(Connection from) implements Received {}

  /** An order, or whatever else a master says. */
  record Message(Connection from, Order order) implements Received {}

  /** The connection is over, or never came to be. */
  record Broken(Connection from, String why) implements Received {}
}
