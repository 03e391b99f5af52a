package dev.ekiden.core.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.core.model.AgentId;
import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.Ceiling;
import dev.ekiden.core.model.Command;
import dev.ekiden.core.model.Funnel;
import dev.ekiden.core.model.GroupId;
import dev.ekiden.core.model.HostPort;
import dev.ekiden.core.model.NetworkSpec;
import dev.ekiden.core.model.Policy;
import dev.ekiden.core.model.PortRange;
import dev.ekiden.core.model.PortSpec;
import dev.ekiden.core.model.Quota;
import dev.ekiden.core.model.ResourceLimits;
import dev.ekiden.core.model.Resources;
import dev.ekiden.core.model.UnreachableSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
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

  /** Journals written by the first release; never to be changed. */
  static List<String> first() {
    return List.of(
        "AgentJoined",
        "AgentLost",
        "AppDefined",
        "AppPaused",
        "AppRemoved",
        "AppUnpaused",
        "AppWaits",
        "AppWaitsNoMore",
        "DeploymentEnded",
        "DeploymentStarted",
        "InstanceChecked",
        "InstanceEnded",
        "InstanceKillDecided",
        "InstancePlaced",
        "InstanceRunning",
        "InstanceStepped",
        "QuotaSet");
  }

  @ParameterizedTest
  @MethodSource("first")
  void a_fact_of_the_first_release_is_still_understood(String name) throws IOException {
    var fact = mapper.readValue(golden("first/" + name), Fact.class);
    var today = mapper.writerFor(Fact.class).writeValueAsString(fact);
    assertThat(mapper.readValue(today, Fact.class)).isEqualTo(fact);
    new ClusterState().apply(fact);
  }

  @Test
  void what_the_first_release_left_out_has_its_meaning() throws IOException {
    var defined = (Fact.AppDefined) mapper.readValue(golden("first/AppDefined"), Fact.class);
    assertThat(defined.spec().policy()).isEqualTo(Policy.DEFAULT);
    assertThat(defined.spec().unreachable()).isEqualTo(UnreachableSpec.DEFAULT);
    assertThat(defined.spec().resources()).isEqualTo(new Resources(100, 64, 10, 0));
    assertThat(defined.spec().healthChecks().getFirst().command()).isEmpty();
    assertThat(defined.spec().needs()).isEmpty();
    var joined = (Fact.AgentJoined) mapper.readValue(golden("first/AgentJoined"), Fact.class);
    assertThat(joined.spec().ports()).containsExactly(new PortRange(31_000, 31_999));
    assertThat(joined.spec().abilities()).isEmpty();
    assertThat(defined.spec().network()).isEqualTo(new NetworkSpec.Host());
    assertThat(defined.spec().limits()).isEqualTo(ResourceLimits.AS_REQUESTED);
    assertThat(defined.spec().ports())
        .extracting(PortSpec::hostPort)
        .containsOnly(new HostPort.Any());
    var running =
        (Fact.InstanceRunning) mapper.readValue(golden("first/InstanceRunning"), Fact.class);
    assertThat(running.address()).isEmpty();
    var quota = (Fact.QuotaSet) mapper.readValue(golden("first/QuotaSet"), Fact.class);
    assertThat(quota.group()).isEqualTo(new GroupId("shop"));
    assertThat(quota.quota()).isEqualTo(new Quota(4000, Quota.UNLIMITED, 10));
    assertThat(quota.by()).isEmpty();
    var started =
        (Fact.DeploymentStarted) mapper.readValue(golden("first/DeploymentStarted"), Fact.class);
    assertThat(started.actions())
        .containsExactly(
            new Deployment.Action(
                new AppId("/shop/web"),
                Deployment.Kind.RESTART,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                3,
                0));
    var waits = (Fact.AppWaits) mapper.readValue(golden("first/AppWaits"), Fact.class);
    assertThat(waits.funnel()).isEqualTo(Funnel.NONE);
  }

  @Test
  void limits_keep_their_form() {
    var limits = new ResourceLimits(new Ceiling.Fixed(1500), new Ceiling.Unlimited());
    var json =
        """
        {"cpus":{"type":"Fixed","amount":1500},"mem":{"type":"Unlimited"}}""";
    assertThat(mapper.writeValueAsString(limits)).isEqualTo(json);
    assertThat(mapper.readValue(json, ResourceLimits.class)).isEqualTo(limits);
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
  void a_drain_without_an_end_survives() {
    var fact = new Fact.AgentDrainAsked(new AgentId("n1"), "olga", Instant.EPOCH, Instant.MAX);
    assertThat(mapper.readValue(mapper.writeValueAsString(fact), Fact.class)).isEqualTo(fact);
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

  /** For a new type of fact: {@code -Dtest=FactJsonTests -Dgolden=write}, then read the change. */
  @Test
  @EnabledIfSystemProperty(named = "golden", matches = "write")
  void golden_files_are_written_when_asked() throws IOException {
    for (var fact : FactSamples.all()) {
      var name = fact.getClass().getSimpleName() + ".json";
      var text = mapper.writerWithDefaultPrettyPrinter().forType(Fact.class);
      Files.writeString(
          Path.of("src/test/resources/facts", name), text.writeValueAsString(fact) + "\n");
    }
  }

  private static String golden(String name) throws IOException {
    var path = "/facts/" + name + ".json";
    try (InputStream in = FactJsonTests.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), UTF_8);
    }
  }
}
