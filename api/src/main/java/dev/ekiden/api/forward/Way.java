package dev.ekiden.api.forward;

import java.util.regex.Pattern;

/** What a master does with a request. */
enum Way {
  /** It answers itself. */
  HERE,
  /** It passes the request on and the answer back. */
  FORWARD,
  /** It tells the address at the leader. */
  REDIRECT,
  /** It was passed on once already, and that is enough. */
  REFUSE;

  private static final Pattern EVENTS =
      Pattern.compile("/v[23]/events(/.*)?|/v3/(apps|instances)/.+/log/follow/*");
  private static final Pattern STALE = Pattern.compile("(.*&)?stale(=true)?(&.*)?");

  /** What every master knows as well as the leader does, and is asked when there is none. */
  private static final Pattern ABOUT_IT = Pattern.compile("/v2/(info|leader)/*");

  /**
   * Where a master stands, as far as it matters to a request.
   *
   * @param leads whether it takes changes
   * @param warm whether it knows the cluster's state, if perhaps an older one
   */
  record Stand(boolean leads, boolean warm) {}

  /** {@code forwarded}: another master has passed it on; {@code query} is "" if there is none. */
  static Way of(Stand stand, String method, String path, String query, boolean forwarded) {
    if (stand.leads()) {
      return HERE;
    }
    if (forwarded) {
      return REFUSE;
    }
    boolean reads = method.equals("GET") || method.equals("HEAD");
    if (reads && (ABOUT_IT.matcher(path).matches() || stand.warm() && asksStale(query))) {
      return HERE;
    }
    return reads && EVENTS.matcher(path).matches() ? REDIRECT : FORWARD;
  }

  private static boolean asksStale(String query) {
    return STALE.matcher(query).matches();
  }
}
