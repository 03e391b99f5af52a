package dev.ekiden.agent.router;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One HAProxy backend: where requests for one host and path prefix of one app go.
 *
 * @param path prefix without a slash at its end; empty for all paths
 * @param servers name to {@code address:port}
 */
record Pool(String name, String app, String host, String path, SortedMap<String, String> servers) {
  Pool {
    servers = Collections.unmodifiableSortedMap(new TreeMap<>(servers));
  }
}
