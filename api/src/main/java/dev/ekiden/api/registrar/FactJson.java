package dev.ekiden.api.registrar;

import dev.ekiden.core.state.Fact;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/** Facts as the journal's text: a JSON array, each with its {@code type}. */
final class FactJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // A number that a later version added is missing in journals of old.
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();
  private static final JavaType FACTS =
      MAPPER.getTypeFactory().constructCollectionType(List.class, Fact.class);

  private FactJson() {}

  static String write(List<Fact> facts) {
    return MAPPER.writerFor(FACTS).writeValueAsString(facts);
  }

  static List<Fact> read(String text) {
    return MAPPER.readValue(text, FACTS);
  }
}
