package dev.ekiden.portal.session;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** The second half of signing in: a session of our own, and on to the page that was asked for. */
@WebServlet("/arrive")
public final class ArriveServlet extends HttpServlet {
  private static final String TICKET = "EKIDEN_ARRIVAL";

  @Inject transient Arrivals arrivals;
  @Inject transient Connections connections;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var cookies = Optional.ofNullable(request.getCookies()).orElseGet(() -> new Cookie[0]);
    var now = connections.provider().now();
    var arrival =
        Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(TICKET))
            .findFirst()
            .flatMap(cookie -> arrivals.take(cookie.getValue(), now));
    response.addCookie(ticket(request, "", 0));
    arrival.ifPresent(found -> request.getSession(true).setAttribute(Tokens.KEY, found.tokens()));
    response.sendRedirect(
        arrival.map(Arrivals.Arrival::target).orElse(request.getContextPath() + "/"));
  }

  static Cookie ticket(HttpServletRequest request, String ticket, int lifeSeconds) {
    var cookie = new Cookie(TICKET, ticket);
    cookie.setPath(request.getContextPath() + "/arrive");
    cookie.setMaxAge(lifeSeconds);
    cookie.setSecure(true);
    cookie.setHttpOnly(true);
    cookie.setAttribute("SameSite", "Lax");
    return cookie;
  }
}
