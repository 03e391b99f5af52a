package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Failure;
import dev.ekiden.cli.machine.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes the projects of the local log-ins known to the master, without limits, so that an admin
 * finds them on the first day. Projects that are known are left as they are.
 */
public final class FirstProjects {
  private static final List<String> NAMES = List.of("shop", "data");
  private static final String ADMIN = "admin";
  private static final String NO_LIMITS = "{}";
  private static final int OK = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long POLL_MILLIS = 200;

  private final Https https;
  private final Tokens tokens;
  private final int masters;

  /** Trusts the CA of this stack. */
  public FirstProjects(DataDir data) {
    this.https = new Https(data.ca());
    this.tokens = new Tokens(data);
    this.masters = Topology.of(data).masters();
  }

  /** Waits until a master leads; fails with one line if none does, or if it refuses. */
  public void make() {
    awaitLeader();
    var url = Master.url(1) + "/v3/projects";
    try {
      var token = tokens.of(ADMIN, ADMIN);
      var known = https.get(url, token).body();
      for (var name : NAMES) {
        if (known.contains("\"id\":\"" + name + "\"")) {
          continue;
        }
        var answer = https.put(url + "/" + name + "/quota", token, NO_LIMITS);
        if (answer.statusCode() != OK) {
          throw new Failure(
              "the project " + name + " could not be made: " + answer.body(),
              "run ./ekiden up again");
        }
      }
    } catch (IOException e) {
      throw new Failure("the master does not answer at " + url, "run ./ekiden up again", e);
    }
  }

  /** One that was killed leads on in ZooKeeper's eyes until its session is over. */
  private void awaitLeader() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (IntStream.rangeClosed(1, masters).noneMatch(this::leads)) {
      if (System.nanoTime() > deadline) {
        throw new Failure(
            "no master leads after " + PATIENCE.toSeconds() + " s",
            "look at ./ekiden status and the masters' logs");
      }
      Pause.millis(POLL_MILLIS);
    }
  }

  private boolean leads(int number) {
    return https.status(Master.url(number) + "/health/ready") == OK;
  }
}
