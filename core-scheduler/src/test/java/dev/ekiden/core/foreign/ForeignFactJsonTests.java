package dev.ekiden.core.foreign;

import static dev.ekiden.core.model.AgentBuilder.agent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.pool.Pool;
import dev.ekiden.core.pool.Standing;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Facts of foreign frameworks as the journal holds them; see FactJsonTests for the others. */
class ForeignFactJsonTests {
  private final JsonMapper mapper =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  static List<ForeignFact> samples() {
    return ForeignSamples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_fact_keeps_the_form_of_its_golden_file(ForeignFact fact) throws IOException {
    var golden = golden(fact.getClass().getSimpleName());
    var written = mapper.writerFor(ForeignFact.class).writeValueAsString(fact);
    assertThat(mapper.readTree(written)).isEqualTo(mapper.readTree(golden));
    assertThat(mapper.readValue(golden, ForeignFact.class)).isEqualTo(fact);
  }

  @Test
  void every_type_of_fact_has_a_golden_file() {
    assertThat(samples().stream().<Class<?>>map(ForeignFact::getClass))
        .containsExactlyInAnyOrder(
            List.of(ForeignFact.class.getPermittedSubclasses()).stream()
                .filter(Class::isRecord)
                .toArray(Class<?>[]::new));
  }

  @Test
  void a_book_rebuilt_from_json_is_the_same_after_every_fact() {
    var livePool = pool();
    var rebuiltPool = pool();
    var live = new ForeignBook();
    var rebuilt = new ForeignBook();
    for (var fact : samples()) {
      live.apply(fact, livePool);
      rebuilt.apply(
          mapper.readValue(mapper.writeValueAsString(fact), ForeignFact.class), rebuiltPool);
      assertThat(rebuilt.contents()).isEqualTo(live.contents());
      assertThat(rebuiltPool.used(0)).isEqualTo(livePool.used(0));
      var text = mapper.writeValueAsString(live.contents());
      var read = mapper.readValue(text, BookContents.class);
      assertThat(ForeignBook.of(read).contents()).isEqualTo(live.contents());
    }
  }

  private static Pool pool() {
    var pool = new Pool();
    pool.put(agent("n1").build(), Standing.OPEN);
    return pool;
  }

  private static String golden(String name) throws IOException {
    var path = "/foreign/" + name + ".json";
    try (InputStream in = ForeignFactJsonTests.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), UTF_8);
    }
  }
}
