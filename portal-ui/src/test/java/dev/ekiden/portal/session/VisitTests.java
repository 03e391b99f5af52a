package dev.ekiden.portal.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisitTests {
  private static final String HTML = "text/html,application/xhtml+xml";

  @ParameterizedTest
  @CsvSource({
    "GET, /, '', navigate, PAGE",
    "GET, /apps/shop/web, '', navigate, PAGE",
    "GET, /apps/shop/web, '', '', PAGE",
    "POST, /, uidl, same-origin, EXCHANGE",
    "POST, /, heartbeat, same-origin, EXCHANGE",
    "GET, /, init, same-origin, OTHER",
    "GET, /VAADIN/push, push, websocket, OTHER",
    "POST, /VAADIN/dynamic/resource/1/x/upload, '', same-origin, OTHER",
    "GET, /VAADIN/dynamic/resource/1/x, '', navigate, OTHER",
    "GET, /VAADIN/build/main.js, '', no-cors, OPEN",
    "GET, /styles.css, '', no-cors, OPEN",
    "GET, /favicon.svg, '', no-cors, OPEN",
    "GET, /sign-in, '', navigate, OPEN",
    "GET, /callback, '', navigate, OPEN",
    "GET, /arrive, '', navigate, OPEN",
    "GET, /sign-out, '', navigate, OPEN",
    "POST, /, '', navigate, OTHER",
    "GET, /, '', cors, OTHER",
  })
  void tells_pages_from_all_else(
      String method, String path, String call, String mode, Visit expected) {
    assertThat(Visit.of(method, path, call, mode, HTML)).isEqualTo(expected);
  }
}
