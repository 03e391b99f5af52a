package dev.ekiden.portal.session;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The single sign-on cookie that the server sets beside our session when it signs somebody in. We
 * take it away at once: it would outlive our session, would be sent to the API too, and would keep
 * the server from starting over when our session has ended. ({@code HttpServletRequest.logout()} is
 * no way out: with OpenID Connect the server answers it with a redirect of its own.)
 */
final class SsoCookie {
  private static final String NAME = "LtpaToken2";

  private SsoCookie() {}

  static void takeAway(HttpServletResponse response) {
    var cookie = new Cookie(NAME, "");
    cookie.setPath("/");
    cookie.setMaxAge(0);
    cookie.setSecure(true);
    cookie.setHttpOnly(true);
    response.addCookie(cookie);
  }
}
