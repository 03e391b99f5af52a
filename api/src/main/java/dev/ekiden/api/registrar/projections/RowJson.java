package dev.ekiden.api.registrar.projections;

import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON inside columns. */
final class RowJson {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private RowJson() {}

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Text as PostgreSQL takes it: it knows no NUL. */
  static String plain(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /** An object's text read; an empty object of an empty text. */
  static ObjectNode read(String text) {
    return text.isEmpty() ? object() : (ObjectNode) MAPPER.readTree(text);
  }

  /**
   * Of two objects' texts the fields of the first one that the second has not, or has otherwise.
   */
  static ObjectNode differing(String text, String other) {
    var fields = read(text);
    var others = read(other);
    var differing = object();
    for (var name : new TreeSet<>(fields.propertyNames())) {
      JsonNode value = fields.get(name);
      if (!value.equals(others.get(name))) {
        differing.set(name, value);
      }
    }
    return differing;
  }
}
