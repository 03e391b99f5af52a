package dev.ekiden.agent.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The few pages that HAProxy answers itself: small, self-contained HTML. */
final class Pages {
  private static final String TEMPLATE = resource("page.html");
  private static final int REFRESH_SECONDS = 2;

  private Pages() {}

  /** Body of the 404 page. */
  static String noRoute() {
    return html(
        "No app is routed at this address",
        "Check the host name, or look up the app's link in the portal.",
        "");
  }

  /**
   * Body of the 503 page for an app without a healthy instance, as a log format in which HAProxy
   * fills in the app, of which {@link Names#isApp} leaves nothing to escape. The browser looks
   * again by itself.
   */
  static String notReady() {
    var refresh = "<meta http-equiv=\"refresh\" content=\"" + REFRESH_SECONDS + "\">\n";
    var page =
        html(
            "{app} is not ready yet",
            "No healthy instance serves it right now. This page looks again every "
                + REFRESH_SECONDS
                + " seconds.",
            refresh);
    return page.replace("%", "%%").replace("{app}", "%[var(txn.app)]");
  }

  /** Whole 502 answer. */
  static String broken() {
    return answer(
        "502 Bad Gateway",
        html("The app broke off", "It closed the connection before its answer was complete.", ""));
  }

  /** Whole 504 answer. */
  static String tooSlow() {
    return answer(
        "504 Gateway Timeout",
        html("The app took too long", "It was asked, but did not answer in time.", ""));
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** Text of a file beside this class. */
  static String resource(String name) {
    try (var in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing in the jar: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private static String html(String title, String text, String head) {
    return TEMPLATE
        .replace("{head}", head)
        .replace("{text}", escaped(text))
        .replace("{title}", escaped(title));
  }

  private static String answer(String status, String body) {
    var length = body.getBytes(StandardCharsets.UTF_8).length;
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
        + "Content-Length: "
        + length
        + "\r\n\r\n"
        + body;
  }
}
