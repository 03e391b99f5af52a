package dev.ekiden.api.security;

import dev.ekiden.api.problem.ApiProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Tells who sent the current request, from the token that MicroProfile JWT has verified. A bean for
 * all requests, as making one for each costs more than the rest of a small answer; {@code token}
 * stands for that of the request at hand.
 */
@ApplicationScoped
public class Callers {
  private static final String PROJECTS = "projects";

  @Inject private JsonWebToken token;

  /** Throws 401 if nobody is signed in. */
  public Caller current() {
    return of(token).orElseThrow(ApiProblem::notSignedIn);
  }

  /** The same for code ahead of JAX-RS: from what the server verified, without a bean between. */
  public static Optional<Caller> of(HttpServletRequest request) {
    return request.getUserPrincipal() instanceof JsonWebToken verified
        ? of(verified)
        : Optional.empty();
  }

  private static Optional<Caller> of(JsonWebToken token) {
    var name = token.getName();
    if (name == null) {
      return Optional.empty();
    }
    var groups = token.getGroups();
    return Optional.of(Caller.of(name, groups == null ? List.of() : groups, projects(token)));
  }

  private static List<String> projects(JsonWebToken token) {
    var names = new ArrayList<String>();
    Object claim = token.getClaim(PROJECTS);
    if (claim instanceof JsonArray array) {
      for (var value : array) {
        if (value instanceof JsonString text) {
          names.add(text.getString());
        }
      }
    } else if (claim instanceof Iterable<?> values) {
      values.forEach(value -> names.add(String.valueOf(value)));
    }
    return names;
  }
}
