package dev.ekiden.api.applications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Specs;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Health checks are shown as they were given, whatever the agent makes of them. */
class HealthChecksShownTests {
  private static final String RHYTHM =
      "'gracePeriodSeconds':1,'intervalSeconds':2,'timeoutSeconds':3,'maxConsecutiveFailures':4";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP        | "'path':'/h','portIndex':0"
          HTTPS       | "'path':'/h','port':9000"
          TCP         | "'portIndex':0"
          MESOS_HTTP  | "'path':'/h','portIndex':0"
          MESOS_HTTPS | "'path':'/h','port':9000"
          MESOS_TCP   | "'port':9000"
          COMMAND     | "'command':{'value':'test -e ok && true'}"
          """,
      quoteCharacter = '"')
  void a_check_is_shown_as_it_was_given(String protocol, String fields) {
    var given = "{'protocol':'%s',%s,%s}".formatted(protocol, fields, RHYTHM);
    var spec = Specs.app("/shop/web", "'healthChecks':[" + given + "]");
    var shown = AppWriter.write(spec, List.of()).get("healthChecks").get(0);
    assertThat(Specs.json(shown.toString())).isEqualTo(Specs.json(given));
  }
}
