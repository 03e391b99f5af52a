package dev.ekiden.core.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.Command;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Facts are journaled as JSON and read back years later: the golden files are the form that they
 * were written in. A field that a new version adds must have a meaning when it is missing there.
 */
class FactJsonTests {
  private final JsonMapper mapper =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  record Batch(List<Fact> facts) {}

  record Values(Command command, Pause none, Pause until, Instant precise, Duration tiny) {}

  static List<Fact> samples() {
    return FactSamples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void a_fact_keeps_the_form_of_its_golden_file(Fact fact) throws IOException {
    var golden = golden(fact.getClass().getSimpleName());
    var written = mapper.writerFor(Fact.class).writeValueAsString(fact);
    assertThat(mapper.readTree(written)).isEqualTo(mapper.readTree(golden));
    assertThat(mapper.readValue(golden, Fact.class)).isEqualTo(fact);
  }

  @Test
  void every_type_of_fact_has_a_golden_file() {
    assertThat(FactSamples.all().stream().<Class<?>>map(Fact::getClass))
        .containsExactlyInAnyOrder(Fact.class.getPermittedSubclasses());
  }

  @Test
  void facts_survive_in_a_batch() {
    var batch = new Batch(FactSamples.all());
    assertThat(mapper.readValue(mapper.writeValueAsString(batch), Batch.class)).isEqualTo(batch);
  }

  @Test
  void a_fact_carries_its_type_whoever_writes_it() {
    for (var fact : FactSamples.all()) {
      assertThat(mapper.readValue(mapper.writeValueAsString(fact), Fact.class)).isEqualTo(fact);
    }
  }

  @Test
  void both_kinds_of_commands_and_pauses_and_all_of_time_survive() {
    var values =
        new Values(
            new Command.Words(List.of("java", "-jar", "a b.jar")),
            new Pause.None(),
            new Pause.Until(Instant.EPOCH, Duration.ofSeconds(1), 1),
            Instant.parse("2026-01-02T03:04:05.123456789Z"),
            Duration.ofNanos(1));
    assertThat(mapper.readValue(mapper.writeValueAsString(values), Values.class)).isEqualTo(values);
  }

  @Test
  void a_state_rebuilt_from_json_is_the_same() {
    var live = new ClusterState();
    var rebuilt = new ClusterState();
    for (var fact : FactSamples.all()) {
      live.apply(fact);
      rebuilt.apply(mapper.readValue(mapper.writeValueAsString(fact), Fact.class));
    }
    assertThat(StateDump.of(rebuilt)).isEqualTo(StateDump.of(live));
  }

  @Test
  void maps_come_back_sorted() {
    var fact = FactSamples.all().getFirst();
    var text =
        mapper
            .writeValueAsString(fact)
            .replace("\"A\":\"1\",\"B\":\"2\"", "\"B\":\"2\",\"A\":\"1\"");
    var read = (Fact.AppDefined) mapper.readValue(text, Fact.class);
    assertThat(read.spec().env().keySet()).containsExactly("A", "B");
  }

  private static String golden(String name) throws IOException {
    var path = "/facts/" + name + ".json";
    try (InputStream in = FactJsonTests.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), UTF_8);
    }
  }
}
