package dev.ekiden.api.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTests {
  private static final URI LEADER = URI.create("https://localhost:9443");

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/v2/apps//prod/web?force=true /v2/apps//prod/web?force=true",
        "/v2/apps/%C3%A4%2F?x=%2B+%20 /v2/apps/%C3%A4%2F?x=%2B+%20",
        "/v2/apps/a|b{c}?status[]=running /v2/apps/a%7Cb%7Bc%7D?status%5B%5D=running",
        "/v2/apps/100%?x=%zz%2 /v2/apps/100%25?x=%25zz%252",
        "/v2/apps/ä /v2/apps/%C3%A4"
      })
  void what_an_address_cannot_hold_is_encoded_and_nothing_else(String target, String sent) {
    assertThat(Targets.at(LEADER, target)).hasToString(LEADER + sent);
  }
}
