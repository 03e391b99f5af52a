package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Failure;
import java.io.IOException;
import java.util.List;

/**
 * Makes the projects of the local log-ins known to the master, without limits, so that an admin
 * finds them on the first day. Projects that are known are left as they are.
 */
public final class FirstProjects {
  private static final List<String> NAMES = List.of("shop", "data");
  private static final String ADMIN = "admin";
  private static final String NO_LIMITS = "{}";
  private static final int OK = 200;

  private final Https https;
  private final Tokens tokens;

  /** Trusts the CA of this stack. */
  public FirstProjects(DataDir data) {
    this.https = new Https(data.ca());
    this.tokens = new Tokens(data);
  }

  /** Needs a serving master; fails with one line if it refuses. */
  public void make() {
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
}
