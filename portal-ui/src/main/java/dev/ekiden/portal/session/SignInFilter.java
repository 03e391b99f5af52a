package dev.ekiden.portal.session;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets requests of signed-in sessions pass. Without {@link Tokens} a visit to a page is remembered
 * and sent to {@code /sign-in}, which the server guards; static files pass; Vaadin's own calls pass
 * without a session, so that Vaadin tells the browser it has expired; anything else gets 401.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public final class SignInFilter extends HttpFilter {
  /** Name of the session attribute with the page to go to after signing in. */
  static final String TARGET = "dev.ekiden.portal.target";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var visit = Visit.of(request);
    if (visit == Visit.OPEN || signedIn(request)) {
      chain.doFilter(request, response);
      return;
    }
    switch (visit) {
      case PAGE -> {
        request.getSession(true).setAttribute(TARGET, target(request));
        response.sendRedirect(request.getContextPath() + "/sign-in");
      }
      case EXCHANGE -> chain.doFilter(request, response);
      case OTHER -> response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      case OPEN -> throw new IllegalStateException("open visits pass");
    }
  }

  /**
   * Ends the session if its tokens are over. One that never had any is left alone: somebody may be
   * signing in with it while an older page still calls.
   */
  private static boolean signedIn(HttpServletRequest request) {
    var session = request.getSession(false);
    if (session == null || !(session.getAttribute(Tokens.KEY) instanceof Tokens tokens)) {
      return false;
    }
    if (tokens.over()) {
      session.invalidate();
      return false;
    }
    return true;
  }

  private static String target(HttpServletRequest request) {
    var query = request.getQueryString();
    return request.getRequestURI() + (query == null ? "" : "?" + query);
  }
}
