package dev.ekiden.api.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Headers of requests and answers on their way through a standby. */
final class Headers {
  /** Which master has passed a request on; whoever does not lead refuses such a request. */
  static final String FORWARDED_BY = "X-Ekiden-Forwarded-By";

  /** On the refusal of a request that was passed on to a master that does not lead. */
  static final String NOT_LEADING = "X-Ekiden-Not-Leading";

  /** Marathon's: address of the leader. */
  static final String LEADER = "X-Marathon-Leader";

  /** Marathon's: address of the master in between. */
  static final String VIA = "X-Marathon-Via";

  /** How old an answer may be, in seconds. */
  static final String AGE = "X-Ekiden-Age";

  private static final String FORWARDED_FOR = "X-Forwarded-For";

  /** Of one connection, not of the message (RFC 9110, 7.6.1). */
  private static final Set<String> OF_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** What the client that passes the request on says itself. */
  private static final Set<String> SAID_ANEW = Set.of("host", "content-length", "expect");

  private Headers() {}

  /** Those of a request to the leader; {@code via} is {@code host:port} of this master. */
  static SortedMap<String, List<String>> outgoing(Inbound request, String master, String via) {
    var headers = withoutConnection(request.headers());
    headers.keySet().removeIf(name -> SAID_ANEW.contains(name.toLowerCase(Locale.ROOT)));
    headers.put(FORWARDED_BY, List.of(master));
    append(headers, VIA, "1.1 " + via);
    append(headers, FORWARDED_FOR, request.client());
    return headers;
  }

  /** Those of the leader's answer as the caller gets them. */
  static SortedMap<String, List<String>> incoming(
      Map<String, List<String>> answer, String leader, String via) {
    var headers = withoutConnection(answer);
    headers.put(LEADER, List.of(leader));
    append(headers, VIA, "1.1 " + via);
    return headers;
  }

  private static SortedMap<String, List<String>> withoutConnection(
      Map<String, List<String>> headers) {
    var named = new TreeSet<>(OF_CONNECTION);
    headers.forEach(
        (name, values) -> {
          if (name.equalsIgnoreCase("connection")) {
            values.forEach(
                value -> {
                  for (var option : value.split(",")) {
                    named.add(option.strip().toLowerCase(Locale.ROOT));
                  }
                });
          }
        });
    var kept = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, values) -> {
          if (!named.contains(name.toLowerCase(Locale.ROOT))) {
            kept.put(name, List.copyOf(values));
          }
        });
    return kept;
  }

  private static void append(Map<String, List<String>> headers, String name, String value) {
    var values = new ArrayList<>(headers.getOrDefault(name, List.of()));
    values.add(value);
    headers.put(name, List.copyOf(values));
  }
}
