package dev.ekiden.agent.router;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One address of one app: a host and path prefix, and where requests for it go.
 *
 * @param path prefix without a slash at its end; empty for all paths
 * @param servers name to {@code address:port}
 */
record Site(String app, String host, String path, SortedMap<String, String> servers) {
  Site {
    servers = Collections.unmodifiableSortedMap(new TreeMap<>(servers));
  }

  /** What HAProxy's maps call it: the bare host, or host and prefix with a slash at the end. */
  String address() {
    return path.isEmpty() ? host : host + path + "/";
  }

  /** The app as pages and maps name it, {@code shop/web}. */
  String title() {
    return app.substring(1);
  }
}
