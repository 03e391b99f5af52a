package dev.ekiden.api.problem;

import dev.ekiden.api.json.Json;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a request that must be one JSON object. Here and not in {@code json}, which refuses
 * nobody.
 */
public final class JsonBody {
  private JsonBody() {}

  /** The body as a tree; 400 with the parser's words if it is not a JSON object. */
  public static ObjectNode object(String body) {
    try {
      if (Json.MAPPER.readTree(body) instanceof ObjectNode object) {
        return object;
      }
      throw ApiProblem.badJson(List.of(new Violation("/", "must be a JSON object")));
    } catch (JacksonException e) {
      throw ApiProblem.badJson(List.of(new Violation("/", e.getOriginalMessage())));
    }
  }
}
