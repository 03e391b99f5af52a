package dev.ekiden.portal.session;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;

/** What kind of request it is, judged without knowing who sends it. */
enum Visit {
  /** Needs nobody signed in: signing in and out, static files. */
  OPEN,
  /** A person goes to a page. */
  PAGE,
  /** A page that is already open talks to its server side. */
  EXCHANGE,
  /** Uploads, push, and what nobody should send. */
  OTHER;

  private static final List<String> SERVLETS =
      List.of("/sign-in", "/callback", "/arrive", "/sign-out");
  private static final List<String> FILES =
      List.of("/VAADIN/build/", "/VAADIN/static/", "/aura/", "/styles.css", "/favicon.svg");

  static Visit of(HttpServletRequest request) {
    var path = request.getRequestURI().substring(request.getContextPath().length());
    return of(
        request.getMethod(),
        path,
        Optional.ofNullable(request.getParameter("v-r")).orElse(""),
        Optional.ofNullable(request.getHeader("Sec-Fetch-Mode")).orElse(""),
        Optional.ofNullable(request.getHeader("Accept")).orElse(""));
  }

  static Visit of(String method, String path, String call, String fetchMode, String accept) {
    if (SERVLETS.contains(path) || FILES.stream().anyMatch(path::startsWith)) {
      return OPEN;
    }
    if (call.equals("uidl") || call.equals("heartbeat")) {
      return EXCHANGE;
    }
    var navigates =
        fetchMode.isEmpty() ? accept.contains("text/html") : fetchMode.equals("navigate");
    var page = method.equals("GET") && call.isEmpty() && !path.startsWith("/VAADIN/");
    return page && navigates ? PAGE : OTHER;
  }
}
