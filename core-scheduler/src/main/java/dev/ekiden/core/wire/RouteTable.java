package dev.ekiden.core.wire;

import java.util.List;

/**
 * All routes as of a journal position: what the router must make true. Sent whole on each change,
 * on the WebSocket {@code /agent/routes}, and again every 15 seconds.
 */
public record RouteTable(long epoch, long seq, List<Route> routes) {
  public RouteTable {
    routes = List.copyOf(routes);
  }

  /**
   * One host name and where its requests go.
   *
   * @param app app path, {@code /shop/web}
   * @param host lower case, without port
   * @param path prefix, {@code /} for all
   * @param backends healthy instances that are not being killed; may be empty (answer 503)
   */
  public record Route(String app, String host, String path, List<Backend> backends) {
    public Route {
      backends = List.copyOf(backends);
    }
  }

  /** One instance's address. */
  public record Backend(String instance, String host, int port) {}
}
