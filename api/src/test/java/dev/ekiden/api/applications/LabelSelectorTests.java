package dev.ekiden.api.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.api.problem.ApiProblem;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Marathon's grammar of label selectors. */
class LabelSelectorTests {
  private static final TreeMap<String, String> LABELS =
      new TreeMap<>(Map.of("env", "prod", "tier", "web", "a.b-c_d", "1.0", "path", "/x,y z"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                        | true
          env                       | true
          none                      | false
          env==prod                 | true
          env == prod               | true
          env==test                 | false
          env!=test                 | true
          env!=prod                 | false
          none!=test                | false
          env in (prod,test)        | true
          env in ( test , prod )    | true
          env in (test)             | false
          env in ()                 | false
          env notin (test)          | true
          env notin (prod)          | false
          none notin (test)         | false
          none in (test)            | false
          env,tier                  | true
          env==prod,tier==web       | true
          env==prod,tier==db        | false
          env in (prod,x),tier!=db  | true
          a.b-c_d==1.0              | true
          path==\\/x\\,y\\ z        | true
          path in (a,\\/x\\,y\\ z)  | true
          path==\\/x                | false
          """)
  void every_part_must_hold(String selector, boolean matches) {
    assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "==x", "a=b", "a==", "a b", "a in b", "a in (b", ",", "a,,b", "a==b c", "ä", "a\\"
      })
  void what_is_no_selector_is_a_422(String text) {
    assertThatThrownBy(() -> LabelSelector.parse(text))
        .isInstanceOfSatisfying(
            ApiProblem.class, problem -> assertThat(problem.status()).isEqualTo(422));
  }

  @Test
  void a_selector_too_long_to_make_sense_is_refused_and_breaks_nothing() {
    for (var piece : new String[] {"a", "\\a", "a,", "a in (", "!"}) {
      assertThatThrownBy(() -> LabelSelector.parse(piece.repeat(100_000)))
          .isInstanceOf(ApiProblem.class);
    }
    assertThat(LabelSelector.parse("\\a".repeat(500)).matches(LABELS)).isFalse();
  }
}
