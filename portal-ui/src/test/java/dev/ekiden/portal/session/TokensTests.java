package dev.ekiden.portal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ekiden.portal.FakeApi;
import dev.ekiden.portal.client.ApiException;
import dev.ekiden.portal.client.SignedOutException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensTests {
  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  private static final String TOKEN = "POST /token";

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private FakeApi fake;
  private Tokens tokens;

  @BeforeEach
  void start() throws IOException {
    fake = new FakeApi();
    fake.on(
        "GET /.well-known/openid-configuration",
        200,
        """
        {"token_endpoint":"%1$s/token","end_session_endpoint":"%1$s/logout"}"""
            .formatted(fake.url()));
    fake.on(TOKEN, 200, "{\"access_token\":\"a2\",\"refresh_token\":\"r2\",\"expires_in\":60}");
    var settings = new OidcSettings(fake.url().toString(), "ekiden-portal", "se cret");
    InstantSource clock = now::get;
    var provider = new Provider(fake.http(), settings, clock);
    tokens = new Tokens(provider, new Grant("a1", "r1", "i1", START.plusSeconds(60)));
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void leaves_a_fresh_token_alone() {
    now.set(START.plusSeconds(44));
    assertThat(tokens.token()).isEqualTo("a1");
    assertThat(fake.seen()).isEmpty();
  }

  @Test
  void renews_15_seconds_early_for_as_long_as_the_provider_says() {
    now.set(START.plusSeconds(45));
    assertThat(tokens.token()).isEqualTo("a2");
    assertThat(fake.seen().getLast().body())
        .isEqualTo(
            "grant_type=refresh_token&client_id=ekiden-portal&client_secret=se+cret"
                + "&refresh_token=r1");
    now.set(START.plusSeconds(45 + 44));
    assertThat(tokens.token()).isEqualTo("a2");
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void renews_once_for_all_who_ask_at_the_same_time() throws Exception {
    now.set(START.plusSeconds(50));
    var askers = new ArrayList<Callable<String>>();
    for (int asker = 0; asker < 16; asker++) {
      askers.add(tokens::token);
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(askers)) {
        assertThat(answer.get()).isEqualTo("a2");
      }
    }
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void is_over_for_good_once_refused() {
    fake.on(TOKEN, 400, "{\"error\":\"invalid_grant\"}");
    now.set(START.plusSeconds(50));
    assertThatThrownBy(tokens::token).isInstanceOf(SignedOutException.class);
    assertThat(tokens.over()).isTrue();
    now.set(START);
    assertThatThrownBy(tokens::token).isInstanceOf(SignedOutException.class);
    assertThat(refreshes()).isEqualTo(1);
  }

  @Test
  void outlives_a_silent_provider_while_the_token_is_good() {
    fake.on(TOKEN, 503, "");
    now.set(START.plusSeconds(59));
    assertThat(tokens.token()).isEqualTo("a1");
    now.set(START.plusSeconds(60));
    assertThatThrownBy(tokens::token)
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("sign-in service does not answer");
    assertThat(tokens.over()).isFalse();
    fake.on(TOKEN, 200, "{\"access_token\":\"a3\",\"expires_in\":60}");
    assertThat(tokens.token()).isEqualTo("a3");
  }

  @Test
  void gives_nothing_after_signing_out() {
    assertThat(tokens.end().identity()).isEqualTo("i1");
    assertThatThrownBy(tokens::token).isInstanceOf(SignedOutException.class);
  }

  private long refreshes() {
    return fake.seen().stream().filter(seen -> seen.call().equals(TOKEN)).count();
  }
}
