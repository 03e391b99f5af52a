package dev.ekiden.api.forward;

import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * A request as it came in, nothing decoded.
 *
 * @param target path and query
 * @param length of the body in bytes; 0: there is none, below 0: not known
 * @param body to be read by the thread that handles the request, and by no other
 * @param client address it came from
 */
record Inbound(
    String method,
    String target,
    Map<String, List<String>> headers,
    long length,
    InputStream body,
    String client) {

  /** Whether doing it twice is the same as doing it once, and nothing is read from the caller. */
  boolean repeatable() {
    return length == 0 && (method.equals("GET") || method.equals("HEAD"));
  }
}
