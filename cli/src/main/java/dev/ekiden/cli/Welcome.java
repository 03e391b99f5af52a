package dev.ekiden.cli;

import dev.ekiden.cli.local.DataDir;

/** What {@code up} says at its end: where things are, and who may log in. */
final class Welcome {
  private static final String TEXT =
      """

      Portal      https://localhost:9443/ui/
      API         https://localhost:9443/v2/apps     (token: ./ekiden token alice)
      Apps        https://<app>.<project>.apps.localhost:7443
      Log-ins     admin (admin)  olga (operator)  alice (owner of /shop)  dan (deployer in /shop)
                  vera (viewer in /shop)  bob (owner of /data); password = name; loopback only
      CA          %s
      Logs        %s
      """;

  private Welcome() {}

  static String text(DataDir data) {
    return TEXT.formatted(data.ca(), data.root().resolve("logs"));
  }
}
