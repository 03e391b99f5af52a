package dev.ekiden.agent.router;

import dev.ekiden.core.wire.RouteTable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns the host names of agents into addresses, as HAProxy takes only these at run time. While the
 * name service is away the last known address holds; a name never known stays a name, which {@link
 * Wanted} refuses.
 */
final class Lookup {
  private final TreeMap<String, String> known = new TreeMap<>();

  RouteTable resolve(RouteTable table) {
    var asked = new TreeSet<String>();
    var routes = new ArrayList<RouteTable.Route>();
    for (var route : table.routes()) {
      var backends = new ArrayList<RouteTable.Backend>();
      for (var backend : route.backends()) {
        var host = Names.lower(backend.host());
        if (!Names.isAddress(host) && Names.isHost(host)) {
          if (asked.add(host)) {
            ask(host);
          }
          host = known.getOrDefault(host, host);
        }
        backends.add(new RouteTable.Backend(backend.instance(), host, backend.port()));
      }
      routes.add(new RouteTable.Route(route.app(), route.host(), route.path(), backends));
    }
    return new RouteTable(table.epoch(), table.seq(), routes);
  }

  private void ask(String host) {
    try {
      known.put(host, InetAddress.getByName(host).getHostAddress());
    } catch (UnknownHostException e) {
      System.getLogger(Lookup.class.getName())
          .log(System.Logger.Level.WARNING, "no address for {0}", host);
    }
  }
}
