package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Failure;
import dev.ekiden.cli.machine.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the projects of the local log-ins known to the masters, without limits, so that an admin
 * finds them on the first day. Projects that are known are left as they are.
 */
public final class FirstProjects {
  private static final List<String> NAMES = List.of("shop", "data");
  private static final String ADMIN = "admin";
  private static final String NO_LIMITS = "{}";
  private static final int OK = 200;

  /** It has just lost the lead, or cannot write now. */
  private static final Set<Integer> NOT_YET = Set.of(429, 502, 503, 504);

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long POLL_MILLIS = 200;

  private final Https https;
  private final Tokens tokens;
  private final Registrar registrar;

  /** Trusts the CA of this stack. */
  public FirstProjects(DataDir data) {
    this.https = new Https(data.ca());
    this.tokens = new Tokens(data);
    this.registrar = new Registrar(new Secrets(data.secrets()));
  }

  /** Waits until a master leads; fails with one line if none does, or if it refuses. */
  public void make() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (leader().filter(this::madeAt).isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new Failure(
            "no master leads after " + PATIENCE.toSeconds() + " s",
            "look at ./ekiden status and the masters' logs");
      }
      Pause.millis(POLL_MILLIS);
    }
  }

  /** Address of the master that has the newest epoch and has caught up. */
  private Optional<String> leader() {
    return registrar
        .leader()
        .flatMap(Master::urlOf)
        .filter(url -> https.status(url + "/health/ready") == OK);
  }

  /** False if the master there has ceased to lead meanwhile. */
  private boolean madeAt(String leader) {
    var url = leader + "/v3/projects";
    try {
      var token = tokens.of(ADMIN, ADMIN);
      var known = https.get(url, token).body();
      for (var name : NAMES) {
        if (known.contains("\"id\":\"" + name + "\"")) {
          continue;
        }
        var answer = https.put(url + "/" + name + "/quota", token, NO_LIMITS);
        if (NOT_YET.contains(answer.statusCode())) {
          return false;
        }
        if (answer.statusCode() != OK) {
          throw new Failure(
              "the project " + name + " could not be made: " + answer.body(),
              "run ./ekiden up again");
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
