package dev.ekiden.api.registrar;

import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.state.Fact;
import dev.ekiden.core.state.Instance;
import dev.ekiden.core.state.Resize;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Facts as the journal's text: a JSON array, each with its {@code type}. Masters one version apart
 * read each other: a field that a reader does not know is passed over, one that it misses is 0 or
 * null. A new <em>type</em> of fact needs a new {@link #FORMAT}, and is written only by the version
 * after the one that can read it. A batch has the lowest format that can hold it, so a new word
 * keeps masters of old from following only once somebody uses it:
 *
 * <ol>
 *   <li>all but what follows;
 *   <li>a definition needs one of the {@link dev.ekiden.core.model.Ability abilities}, or an
 *       instance gets another size without a restart, or listens on ports that it was not given.
 * </ol>
 */
final class FactJson {
  /** The newest that this version reads and writes. */
  static final int FORMAT = 2;

  static final int FIRST = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // A number that a later version added is missing in journals of old.
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();
  private static final JavaType FACTS =
      MAPPER.getTypeFactory().constructCollectionType(List.class, Fact.class);
  private static final ObjectWriter WRITER = MAPPER.writerFor(FACTS);
  private static final ObjectReader READER = MAPPER.readerFor(FACTS);

  private FactJson() {}

  static String write(List<Fact> facts) {
    return WRITER.writeValueAsString(facts);
  }

  /** The lowest that can hold these facts. */
  static int format(List<Fact> facts) {
    return facts.stream().mapToInt(FactJson::format).max().orElse(FIRST);
  }

  private static int format(Fact fact) {
    return switch (fact) {
      case Fact.AppDefined defined -> format(defined.spec());
      case Fact.InstanceListened _ -> FORMAT;
      case Fact.InstanceResizeAsked _, Fact.InstanceResized _, Fact.InstanceResizeRefused _ ->
          FORMAT;
      default -> FIRST;
    };
  }

  /** The lowest that can hold this instance. */
  static int format(Instance instance) {
    return instance.resize() instanceof Resize.None ? FIRST : FORMAT;
  }

  /** The lowest that can hold this definition. */
  static int format(AppSpec spec) {
    return spec.needs().isEmpty() ? FIRST : FORMAT;
  }

  /**
   * @throws NewerFormatException if a newer version wrote it
   */
  static List<Fact> read(int format, String text, long seq) {
    if (format > FORMAT) {
      throw new NewerFormatException("batch " + seq + " of the journal", format, FORMAT);
    }
    return READER.readValue(text);
  }
}
