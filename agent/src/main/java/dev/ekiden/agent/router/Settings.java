package dev.ekiden.agent.router;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * How the router is set up, read once at its start from a properties file; see {@code
 * docs/routing.md} for the keys.
 *
 * @param masters {@code wss} addresses without a path
 * @param data absolute
 * @param bind address on which apps are served
 * @param maxConnections that HAProxy may hold; fits this process' limit of open files
 * @param dropPrivileges whether HAProxy's workers run as user {@code haproxy}
 */
record Settings(
    List<URI> masters,
    Path data,
    Path keystore,
    Path passwordFile,
    Path truststore,
    String domain,
    String bind,
    int httpPort,
    int httpsPort,
    int statsPort,
    Path issueScript,
    Path caDir,
    int maxConnections,
    boolean dropPrivileges) {
  /** Directory in {@link #data} with one directory for each {@link Shape}. */
  static final String SHAPES = "shapes";

  private static final int HIGHEST_PORT = 65_535;
  private static final int LONGEST_SOCKET = 90; // sun_path is 108, HAProxy appends ".PID.tmp"
  private static final int MOST_CONNECTIONS = 8_000;
  private static final int OTHER_FILES = 500;

  Settings {
    masters = List.copyOf(masters);
    data = data.toAbsolutePath().normalize();
  }

  Path socket() {
    return data.resolve("haproxy.sock");
  }

  Path config() {
    return data.resolve("haproxy.cfg");
  }

  Path pidFile() {
    return data.resolve("haproxy.pid");
  }

  Path certificates() {
    return data.resolve("certs");
  }

  Path shapes() {
    return data.resolve(SHAPES);
  }

  /**
   * Reads and checks.
   *
   * @throws SettingsException if anything is missing or cannot be right
   */
  static Settings read(Path file) throws SettingsException {
    var properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException("cannot read " + file + ": " + e, e);
    }
    var keys = new Keys(file, properties);
    var settings =
        new Settings(
            masters(keys),
            Path.of(keys.get("data")),
            keys.file("keystore"),
            keys.file("keystore.password.file"),
            keys.file("truststore"),
            Names.lower(keys.get("domain", "apps.localhost")),
            keys.get("bind", "127.0.0.1"),
            keys.port("http.port", 7080),
            keys.port("https.port", 7443),
            keys.port("stats.port", 7090),
            keys.file("issue.script").toAbsolutePath(),
            keys.file("ca.dir").toAbsolutePath(),
            affordableConnections(),
            mayDropPrivileges());
    settings.check(keys);
    return settings;
  }

  private void check(Keys keys) throws SettingsException {
    if (!Names.isHost(domain)) {
      throw keys.bad("domain", domain, "a host name such as apps.localhost");
    }
    try {
      if (!Names.isAddress(bind)) {
        throw new IllegalArgumentException(bind);
      }
      InetAddress.ofLiteral(bind);
    } catch (IllegalArgumentException e) {
      throw keys.bad("bind", bind, "an IP address");
    }
    if (Stream.of(httpPort, httpsPort, statsPort).distinct().count() < 3) {
      throw keys.bad("https.port", Integer.toString(httpsPort), "different from the other ports");
    }
    if (data.toString().chars().anyMatch(c -> c == '\'' || c < ' ')) {
      throw keys.bad("data", Names.shown(data.toString()), "a path without quotes");
    }
    if (socket().toString().length() > LONGEST_SOCKET) {
      throw keys.bad("data", data.toString(), "shorter: a socket in it has a limit of 108 bytes");
    }
  }

  private static List<URI> masters(Keys keys) throws SettingsException {
    var text = keys.get("masters");
    try {
      var masters =
          Stream.of(text.split(",")).map(String::strip).map(URI::create).map(FeedMessage::dial);
      return masters.toList();
    } catch (IllegalArgumentException e) {
      throw keys.bad("masters", text, "a comma-separated list such as https://localhost:9445");
    }
  }

  /** Two files for each connection, and some for listeners and for a reload. */
  private static int affordableConnections() throws SettingsException {
    var limits = Path.of("/proc/self/limits");
    try (var lines = Files.lines(limits)) {
      var hard =
          lines
              .filter(line -> line.startsWith("Max open files"))
              .map(line -> line.strip().split(" +")[4])
              .findFirst()
              .orElse("unlimited");
      var files = hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
      var connections = Math.min(MOST_CONNECTIONS, (files - OTHER_FILES) / 2);
      if (connections < 100) {
        throw new SettingsException("too few open files allowed: " + hard + "; see ulimit -Hn");
      }
      return (int) connections;
    } catch (IOException e) {
      throw new SettingsException("cannot read " + limits, e);
    }
  }

  private static boolean mayDropPrivileges() throws SettingsException {
    var users = Path.of("/etc/passwd");
    try (var lines = Files.lines(users)) {
      return "root".equals(System.getProperty("user.name"))
          && lines.anyMatch(line -> line.startsWith("haproxy:"));
    } catch (IOException e) {
      throw new SettingsException("cannot read " + users, e);
    }
  }

  /** Reads single keys; each complaint names file, key and value. */
  private record Keys(Path file, Properties properties) {
    String get(String key) throws SettingsException {
      var value = get(key, "");
      if (value.isEmpty()) {
        throw new SettingsException(file + ": " + key + " is missing");
      }
      return value;
    }

    String get(String key, String otherwise) {
      return properties.getProperty(key, otherwise).strip();
    }

    Path file(String key) throws SettingsException {
      var path = Path.of(get(key));
      if (!Files.isReadable(path)) {
        throw bad(key, path.toString(), "a readable file or directory");
      }
      return path;
    }

    int port(String key, int otherwise) throws SettingsException {
      var text = get(key, Integer.toString(otherwise));
      try {
        var port = Integer.parseInt(text);
        if (port >= 1 && port <= HIGHEST_PORT) {
          return port;
        }
      } catch (NumberFormatException e) {
        throw bad(key, text, "a number from 1 to 65535");
      }
      throw bad(key, text, "a number from 1 to 65535");
    }

    SettingsException bad(String key, String value, String wanted) {
      return new SettingsException(
          file + ": " + key + " must be " + wanted + ", not '" + value + "'");
    }
  }
}
