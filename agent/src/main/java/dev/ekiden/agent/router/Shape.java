package dev.ekiden.agent.router;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * HAProxy's configuration as files. The shape is what no command can change: all but the routes,
 * servers and certificates, which are in the files as they are at the moment, so that a start or a
 * reload gives what runs. Its id stands in HAProxy's {@code description}, so a running HAProxy
 * tells which one it has.
 *
 * @param id 16 hexadecimal digits
 * @param config text of {@code haproxy.cfg}
 * @param files name to text of the files that the configuration refers to
 */
record Shape(String id, String config, SortedMap<String, String> files) {
  /** Stands before the id in HAProxy's description. */
  static final String MARK = "ekiden-router:";

  /** Map from host to slot. */
  static final String HOSTS = "hosts.map";

  /** Map from host and path prefix to slot. */
  static final String PATHS = "paths.map";

  /** Map from slot to app. */
  static final String APPS = "apps.map";

  /** List of the certificates that clients may get, the default one first. */
  static final String CERTIFICATES = "certs.list";

  private static final String TEMPLATE = Pages.resource("haproxy.cfg");
  private static final int ID_DIGITS = 16;

  Shape {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * Pure.
   *
   * @param certificates file names in the directory of certificates
   */
  static Shape of(Settings settings, Placement placement, Collection<String> certificates) {
    var id = id(settings, placement.slots());
    var files = pages();
    files.put(CERTIFICATES, list(certificates));
    files.put(HOSTS, addresses(placement, HOSTS));
    files.put(PATHS, addresses(placement, PATHS));
    var apps = new StringBuilder();
    placement.sites().forEach((slot, site) -> apps.append(slot + " " + site.title() + "\n"));
    files.put(APPS, apps.toString());
    return new Shape(id, head(settings, id) + backends(placement), files);
  }

  /** The id of the shape with so many slots. */
  static String id(Settings settings, int slots) {
    var everything = head(settings, "-") + "\n" + slots + "\n" + pages();
    return Names.sha256(everything.getBytes(StandardCharsets.UTF_8)).substring(0, ID_DIGITS);
  }

  /** A file of a shape as HAProxy names it. */
  static String path(String id, String name) {
    return Settings.SHAPES + "/" + id + "/" + name;
  }

  /** The map in which an address is. */
  static String mapOf(String address) {
    return address.contains("/") ? PATHS : HOSTS;
  }

  private static TreeMap<String, String> pages() {
    var pages = new TreeMap<String, String>();
    pages.put("no-route.html", Pages.noRoute());
    pages.put("not-ready.html", Pages.notReady());
    pages.put("broken.http", Pages.broken());
    pages.put("too-slow.http", Pages.tooSlow());
    return pages;
  }

  private static String list(Collection<String> certificates) {
    var list = new StringBuilder(Steps.CERTIFICATES + CertificateSpec.DEFAULT_FILE + "\n");
    for (var file : certificates) {
      if (!file.equals(CertificateSpec.DEFAULT_FILE)) {
        list.append(Steps.CERTIFICATES).append(file).append('\n');
      }
    }
    return list.toString();
  }

  private static String addresses(Placement placement, String map) {
    var lines = new StringBuilder();
    placement
        .sites()
        .forEach(
            (slot, site) -> {
              if (mapOf(site.address()).equals(map)) {
                lines.append(site.address()).append(' ').append(slot).append('\n');
              }
            });
    return lines.toString();
  }

  private static String head(Settings settings, String id) {
    var bind = settings.bind();
    return TEMPLATE
        .replace("{mark}", MARK)
        .replace("{shape}", id)
        .replace("{maxconn}", Integer.toString(settings.maxConnections()))
        .replace("{user}", settings.dropPrivileges() ? "    user haproxy\n    group haproxy\n" : "")
        .replace("{socket}", settings.socket().toString())
        .replace("{dir}", Settings.SHAPES + "/" + id)
        .replace("{data}", settings.data().toString())
        .replace("{bind}", bind.contains(":") ? "ipv6@" + bind : bind)
        .replace("{http}", Integer.toString(settings.httpPort()))
        .replace("{https}", Integer.toString(settings.httpsPort()))
        .replace("{stats}", Integer.toString(settings.statsPort()));
  }

  private static String backends(Placement placement) {
    var text = new StringBuilder("\n");
    for (var slot : Slots.names(placement.slots())) {
      text.append("backend ").append(slot).append('\n');
      var site = placement.sites().get(slot);
      if (site != null) {
        site.servers()
            .forEach((name, address) -> text.append("    server " + name + " " + address + "\n"));
      }
    }
    return text.toString();
  }
}
