package dev.ekiden.agent.router;

import dev.ekiden.core.wire.RouteTable;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a {@link RouteTable} asks of HAProxy, with everything left out that must not reach it. Pure:
 * the same table gives the same sites in the same order.
 *
 * @param sites by address
 * @param refusals in the table's order
 */
record Wanted(List<Site> sites, List<Refusal> refusals) {
  /** More would not fit HAProxy's start; the rest is refused. */
  static final int MOST_ROUTES = 10_000;

  private static final int HIGHEST_PORT = 65_535;

  Wanted {
    sites = List.copyOf(sites);
    refusals = List.copyOf(refusals);
  }

  /** Of two routes with the same host and path the first in the table wins. */
  static Wanted of(RouteTable table) {
    var byAddress = new TreeMap<String, Site>();
    var refusals = new ArrayList<Refusal>();
    for (var route : table.routes()) {
      var host = Names.lower(route.host());
      var flaw = flaw(route.app(), host, route.path());
      if (flaw.isEmpty() && byAddress.size() >= MOST_ROUTES) {
        flaw = "more than " + MOST_ROUTES + " routes";
      }
      if (!flaw.isEmpty()) {
        refusals.add(new Refusal(route.app(), route.host(), flaw));
        continue;
      }
      var path = withoutEndingSlash(route.path());
      var site = new Site(route.app(), host, path, servers(route, refusals));
      var before = byAddress.putIfAbsent(site.address(), site);
      if (before != null) {
        refusals.add(
            new Refusal(route.app(), host, "host and path already belong to " + before.app()));
      }
    }
    return new Wanted(List.copyOf(byAddress.values()), refusals);
  }

  SortedSet<String> hosts() {
    var hosts = new TreeSet<String>();
    sites.forEach(site -> hosts.add(site.host()));
    return hosts;
  }

  private static String flaw(String app, String host, String path) {
    if (!Names.isApp(app)) {
      return "not an app's path";
    }
    if (!Names.isHost(host)) {
      return "not a host name";
    }
    return Names.isPath(path) ? "" : "not a path: " + path;
  }

  private static String withoutEndingSlash(String path) {
    return path.replaceAll("/+$", "");
  }

  private static SortedMap<String, String> servers(RouteTable.Route route, List<Refusal> refusals) {
    var servers = new TreeMap<String, String>();
    for (var backend : route.backends()) {
      try {
        var address = address(backend);
        servers.put(Names.server(backend.instance(), address), address);
      } catch (IllegalArgumentException e) {
        var where = backend.host() + ":" + backend.port();
        refusals.add(new Refusal(route.app(), route.host(), "not a backend's address: " + where));
      }
    }
    return servers;
  }

  /** As HAProxy reads it; throws if it is no literal address with a port. */
  private static String address(RouteTable.Backend backend) {
    if (!Names.isAddress(backend.host()) || backend.port() < 1 || backend.port() > HIGHEST_PORT) {
      throw new IllegalArgumentException(backend.host());
    }
    var address = InetAddress.ofLiteral(backend.host());
    var ip = address.getHostAddress();
    return (address instanceof Inet6Address ? "ipv6@" + ip : ip) + ":" + backend.port();
  }
}
