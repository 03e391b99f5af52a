package dev.ekiden.api.applications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Specs;
import dev.ekiden.api.problem.Violation;
import dev.ekiden.core.model.Ceiling;
import dev.ekiden.core.model.ResourceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Marathon's {@code resourceLimits}, in and out. */
class ResourceLimitsTests {
  private static ResourceLimits limits(String fields) {
    return Specs.app("/shop/web", "'cpus':0.5,'mem':64," + fields).limits();
  }

  @Test
  void a_number_or_unlimited_or_the_request() {
    assertThat(limits("'resourceLimits':{'cpus':1.5,'mem':'unlimited'}"))
        .isEqualTo(new ResourceLimits(new Ceiling.Fixed(1_500), new Ceiling.Unlimited()));
    assertThat(limits("'resourceLimits':{'mem':64}"))
        .isEqualTo(new ResourceLimits(new Ceiling.Request(), new Ceiling.Fixed(64)));
    assertThat(limits("'resourceLimits':{}")).isEqualTo(ResourceLimits.AS_REQUESTED);
    assertThat(limits("'instances':1")).isEqualTo(ResourceLimits.AS_REQUESTED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'cpus':0.4        | /cpus | must not be less than the app's cpus, which it is sure to get
          'mem':63          | /mem  | must not be less than the app's mem, which it is sure to get
          'mem':'a lot'     | /mem  | must be a number or 'unlimited'
          'cpus':true       | /cpus | must be a number
          'mem':99999999999 | /mem  | must be from 0 to 16777216: 99999999999
          'disk':100        | /disk | has no limit of its own: only cpus and mem have
          """)
  void what_cannot_be_is_refused(String field, String path, String message) {
    var node = Specs.json("{'id':'/a','cmd':'run','cpus':0.5,'mem':64}");
    node.set("resourceLimits", Specs.json("{" + field + "}"));
    var violations = new ArrayList<Violation>();
    assertThat(AppReader.read(node, Optional.empty(), violations)).isEmpty();
    assertThat(violations)
        .containsExactly(
            new Violation(
                "/resourceLimits" + path, message.replace("'unlimited'", "\"unlimited\"")));
  }

  @Test
  void they_are_shown_as_given_and_only_then() {
    var spec = Specs.app("/a", "'cpus':0.5,'resourceLimits':{'cpus':'unlimited','mem':512}");
    var written = AppWriter.write(spec, List.of(10_000));
    assertThat(written.get("resourceLimits").toString())
        .isEqualTo("{\"cpus\":\"unlimited\",\"mem\":512.0}");
    assertThat(AppReader.read(written, Optional.empty()).limits()).isEqualTo(spec.limits());
    assertThat(AppWriter.write(Specs.app("/a", "'cpus':0.5"), List.of(10_000)).toString())
        .doesNotContain("resourceLimits");
  }
}
