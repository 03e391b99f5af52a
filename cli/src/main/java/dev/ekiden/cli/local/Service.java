package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.ProcessIdentity;
import java.time.Duration;
import java.util.List;

/**
 * One process of the local stack: what it needs, how it starts, whether it serves, how it stops.
 * Written for {@link Stack}, which knows when to ask for what.
 */
sealed interface Service permits Postgres, ZooKeeper, Keycloak, Master, AgentProcess, Router {
  /** Its name in {@code status}, in file names and in messages. */
  String name();

  /** Where it can be reached. */
  String address();

  /** TCP ports that must be free before it starts. */
  List<Integer> ports();

  /** Names of those that must serve before it is started. */
  List<String> after();

  /** Smaller stops first; those of equal rank stop together. */
  int stopRank();

  /** Writes its folder and says how to start it. */
  Launch launch();

  /** Whether it serves right now; quick, and false rather than an exception. */
  boolean serves();

  /** What lacks for it to serve, for the one who waited in vain; may leave more in its log. */
  default String lack(ProcessIdentity process) {
    return "it runs as process " + process.pid();
  }

  /** How long a start may take on a slow and busy machine. */
  default Duration patience() {
    return Duration.ofSeconds(120);
  }

  /** Called once each time it has begun to serve, before anybody relies on it. */
  default void onceServing() {}

  /** Asks it to stop, and kills it if it does not. What outlives it by design is left alone. */
  default void stop(ProcessIdentity process) {
    process.end("TERM", Duration.ofSeconds(20));
  }

  /** Whether something runs that is meant to outlive it. */
  default boolean hasOutlivers() {
    return false;
  }

  /** Stops what outlives it. */
  default void stopOutlivers() {}

  /** Whether the port, though taken, is held by something of its own that outlived it. */
  default boolean owns(long pid) {
    return false;
  }
}
