package dev.ekiden.api.routes;

import dev.ekiden.core.model.AppId;
import dev.ekiden.core.model.AppSpec;
import dev.ekiden.core.model.HostPort;
import dev.ekiden.core.model.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Under which host names and paths an app is reached. {@code HAPROXY_n_VHOST} and {@code
 * HAPROXY_n_PATH} mean what they mean to marathon-lb; an app with a port and no such label gets
 * {@code <app>.<project>.<domain>}.
 */
public final class RouteNames {
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~/-]*");
  private static final int LONGEST_HOST = 253;

  private RouteNames() {}

  /** One address of an app: a host, a path prefix, and which of its ports serves it. */
  public record Address(String host, String path, int portIndex) {}

  /** All addresses, in port order; none for a port that no host port leads to. */
  public static List<Address> of(AppSpec spec, String domain) {
    var addresses = new ArrayList<Address>();
    for (int index = 0; index < spec.ports().size(); index++) {
      boolean reachable = !(spec.ports().get(index).hostPort() instanceof HostPort.None);
      var enabled = spec.labels().getOrDefault("HAPROXY_" + index + "_ENABLED", "true");
      if (!reachable || enabled.equals("false")) {
        continue;
      }
      var hosts = spec.labels().getOrDefault("HAPROXY_" + index + "_VHOST", "");
      var path = spec.labels().getOrDefault("HAPROXY_" + index + "_PATH", "/");
      for (var host : hosts.isEmpty() ? own(spec.id(), domain, index) : List.of(hosts.split(","))) {
        var tidy = host.trim().toLowerCase(Locale.ROOT);
        if (isHost(tidy) && PATH.matcher(path).matches() && mayUse(spec.id(), tidy, domain)) {
          addresses.add(new Address(tidy, path, index));
        }
      }
    }
    return List.copyOf(addresses);
  }

  /** The address as people type it: HTTPS, with the port that the router serves. */
  public static String url(Address address, String domain, String domainAndPort) {
    var port = domainAndPort.substring(domain.length());
    return "https://" + address.host() + port + (address.path().equals("/") ? "" : address.path());
  }

  private static List<String> own(AppId app, String domain, int index) {
    return index == 0 ? List.of(app.domain() + "." + domain) : List.of();
  }

  private static boolean isHost(String host) {
    return host.length() <= LONGEST_HOST && HOST.matcher(host).matches();
  }

  /** Names under our own domain belong to the project whose name they end with. */
  private static boolean mayUse(AppId app, String host, String domain) {
    if (!host.equals(domain) && !host.endsWith("." + domain)) {
      return true;
    }
    return app.project().equals(ProjectId.ROOT)
        || host.endsWith("." + app.project().value() + "." + domain);
  }
}
