package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Which port of its machine leads to a port of an instance. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface HostPort {

  /** One that is free there. */
  record Any() implements HostPort {}

  /** This one and no other. */
  record Fixed(int port) implements HostPort {
    public Fixed {
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("a host port must be 1 to 65535: " + port);
      }
    }
  }

  /** None: it is reached in its own network only. */
  record None() implements HostPort {}
}
