package dev.ekiden.agent.router;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * HAProxy's configuration as files. The shape is all of it but the servers: while it stays the
 * same, no reload is needed. Its id stands in HAProxy's {@code description}, so a running HAProxy
 * tells which one it has.
 *
 * @param id 16 hexadecimal digits
 * @param config text of {@code haproxy.cfg}, with the servers of the moment
 * @param files name to text of the files that the configuration refers to
 */
record Shape(String id, String config, SortedMap<String, String> files) {
  /** Stands before the id in HAProxy's description. */
  static final String MARK = "ekiden-router:";

  private static final String TEMPLATE = Pages.resource("haproxy.cfg");
  private static final int ID_DIGITS = 16;

  Shape {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * Pure.
   *
   * @param certificates file name to fingerprint: a new certificate is a new shape
   */
  static Shape of(Settings settings, Wanted wanted, SortedMap<String, String> certificates) {
    var files = files(wanted);
    var everything =
        config(settings, wanted, "-", false) + "\n" + files + "\n" + new TreeMap<>(certificates);
    var id = Names.sha256(everything.getBytes(StandardCharsets.UTF_8)).substring(0, ID_DIGITS);
    return new Shape(id, config(settings, wanted, id, true), files);
  }

  private static SortedMap<String, String> files(Wanted wanted) {
    var hosts = new StringBuilder();
    var paths = new StringBuilder();
    var files = new TreeMap<String, String>();
    for (var pool : wanted.pools()) {
      if (pool.path().isEmpty()) {
        hosts.append(pool.host()).append(' ').append(pool.name()).append('\n');
      } else {
        paths.append(pool.host()).append(pool.path()).append("/ ").append(pool.name()).append('\n');
      }
      files.computeIfAbsent(notReady(pool), _ -> Pages.notReady(pool.app()));
    }
    files.put("hosts.map", hosts.toString());
    files.put("paths.map", paths.toString());
    files.put("no-route.html", Pages.noRoute());
    files.put("broken.http", Pages.broken());
    files.put("too-slow.http", Pages.tooSlow());
    return files;
  }

  private static String config(Settings settings, Wanted wanted, String id, boolean servers) {
    var dir = Settings.SHAPES + "/" + id;
    var bind = settings.bind();
    var text =
        new StringBuilder(
            TEMPLATE
                .replace("{mark}", MARK)
                .replace("{shape}", id)
                .replace("{maxconn}", Integer.toString(settings.maxConnections()))
                .replace(
                    "{user}",
                    settings.dropPrivileges() ? "    user haproxy\n    group haproxy\n" : "")
                .replace("{socket}", settings.socket().toString())
                .replace("{dir}", dir)
                .replace("{data}", settings.data().toString())
                .replace("{bind}", bind.contains(":") ? "ipv6@" + bind : bind)
                .replace("{http}", Integer.toString(settings.httpPort()))
                .replace("{https}", Integer.toString(settings.httpsPort()))
                .replace("{stats}", Integer.toString(settings.statsPort())));
    for (var pool : wanted.pools()) {
      text.append("\nbackend ").append(pool.name()).append('\n');
      text.append("    errorfile 503 ").append(dir).append('/').append(notReady(pool)).append('\n');
      if (servers) {
        pool.servers()
            .forEach(
                (name, address) ->
                    text.append("    server ")
                        .append(name)
                        .append(' ')
                        .append(address)
                        .append('\n'));
      }
    }
    return text.toString();
  }

  private static String notReady(Pool pool) {
    return "not-ready-" + Names.flat(pool.app()) + ".http";
  }
}
