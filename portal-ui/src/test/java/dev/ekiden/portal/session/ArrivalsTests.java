package dev.ekiden.portal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ArrivalsTests {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final Arrivals arrivals = new Arrivals();
  private final Tokens tokens =
      new Tokens(
          new Provider(
              HttpClient.newHttpClient(), new OidcSettings("", "", ""), InstantSource.fixed(NOW)),
          new Grant("a", "r", "i", NOW));

  @Test
  void takes_a_ticket_once() {
    var ticket = arrivals.expect(tokens, "/ui/apps", NOW);
    assertThat(arrivals.take(ticket, NOW)).map(Arrivals.Arrival::target).contains("/ui/apps");
    assertThat(arrivals.take(ticket, NOW)).isEmpty();
  }

  @Test
  void forgets_a_ticket_after_a_minute() {
    var ticket = arrivals.expect(tokens, "/ui/", NOW);
    assertThat(arrivals.take(ticket, NOW.plusSeconds(61))).isEmpty();
  }

  @Test
  void knows_no_ticket_it_did_not_give() {
    assertThat(arrivals.take("", NOW)).isEmpty();
  }
}
