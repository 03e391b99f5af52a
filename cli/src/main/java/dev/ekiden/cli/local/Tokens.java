package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Failure;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Access tokens from the local Keycloak, for people at a shell. */
public final class Tokens {
  private static final int OK = 200;
  private static final String URL = Keycloak.ISSUER + "/protocol/openid-connect/token";

  private final Https https;

  /** Trusts the CA of this stack. */
  public Tokens(DataDir data) {
    this.https = new Https(data.ca());
  }

  /** An access token for the person; fails with one line if Keycloak refuses or is away. */
  public String of(String user, String password) {
    try {
      var form =
          "grant_type=password&client_id=ekiden-cli&scope=openid&username="
              + encode(user)
              + "&password="
              + encode(password);
      var answer = https.post(URL, form);
      if (answer.statusCode() != OK) {
        throw new Failure(
            "Keycloak refuses " + user + " (" + answer.statusCode() + ")",
            "check name and password (--password)");
      }
      return new JsonMapper().readTree(answer.body()).get("access_token").asString();
    } catch (IOException e) {
      throw new Failure("Keycloak does not answer at " + Keycloak.URL, "run ./ekiden up first", e);
    } catch (JacksonException e) {
      throw new Failure("Keycloak's answer is not understood", "look at ./ekiden status", e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
