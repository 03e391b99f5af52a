package dev.ekiden.api.applications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ekiden.api.Specs;
import dev.ekiden.api.problem.Violation;
import dev.ekiden.core.model.ReadinessSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessChecksTests {
  private static final String PORTS = "'portDefinitions':[{'name':'a'},{'name':'http-api'}],";

  @Test
  void what_is_left_out_is_as_in_marathon() {
    var spec = Specs.app("/shop/web", PORTS + "'readinessChecks':[{}]");
    assertThat(spec.readiness())
        .containsExactly(
            new ReadinessSpec(
                "readinessCheck",
                false,
                "/",
                1,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                List.of(200),
                false));
  }

  @Test
  void a_check_is_shown_as_it_was_given() {
    var given =
        """
        {'name':'warm','protocol':'HTTPS','path':'/warm','portName':'a','intervalSeconds':5,
         'timeoutSeconds':2,'preserveLastResponse':true,'httpStatusCodesForReady':[200,204]}
        """;
    var spec = Specs.app("/shop/web", PORTS + "'readinessChecks':[" + given + "]");
    var shown = AppWriter.write(spec, List.of()).get("readinessChecks").get(0);
    assertThat(Specs.json(shown.toString())).isEqualTo(Specs.json(given));
  }

  @Test
  void an_app_without_shows_none() {
    var spec = Specs.app("/shop/web", "'readinessChecks':[]");
    assertThat(AppWriter.write(spec, List.of()).has("readinessChecks")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'protocol':'TCP'}                    | /protocol | must be HTTP or HTTPS, not TCP
          {'path':'warm'}                       | /path | must begin with / and hold no spaces
          {'intervalSeconds':5,'timeoutSeconds':5} | /timeoutSeconds | must be less than intervalSeconds
          {'timeoutSeconds':0}                  | /timeoutSeconds | must be from 1 to 86400: 0
          {'portName':'b'} | /portName | must be the name of one of the app's ports; none is called b
          {'httpStatusCodesForReady':[]}        | /httpStatusCodesForReady | must not be empty
          {'httpStatusCodesForReady':[200,99]}  | /httpStatusCodesForReady | must hold numbers from 100 to 999
          """)
  void what_makes_no_sense_is_refused_with_its_place(String check, String place, String message) {
    assertThat(faults("[" + check + "]"))
        .containsExactly(new Violation("/readinessChecks/0" + place, message));
  }

  @Test
  void only_one_is_allowed() {
    assertThat(faults("[{},{}]"))
        .containsExactly(
            new Violation("/readinessChecks", "must hold at most one readiness check"));
  }

  private static List<Violation> faults(String checks) {
    var violations = new ArrayList<Violation>();
    var app = "{'id':'/a/b','cmd':'run'," + PORTS + "'readinessChecks':" + checks + "}";
    AppReader.read(Specs.json(app), Optional.empty(), violations);
    return violations;
  }
}
