package dev.ekiden.agent;

import dev.ekiden.agent.network.NetworkPolicy;
import dev.ekiden.agent.network.Subnet;
import dev.ekiden.agent.volume.VolumePolicy;
import dev.ekiden.agent.volume.VolumePolicy.Quota;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the agent is told by its properties file.
 *
 * @param masters {@code wss://host:port} each; {@code ws://} only without keystore, for tests
 * @param attributes what is known of the machine, then what the file of attributes says, then what
 *     the properties say: the last one wins
 * @param offer what instances may have
 * @param checkHost where instances of this machine are reached by health checks
 * @param identity our certificate and whom we trust; none with {@code ws://}
 */
record Config(
    String name,
    String host,
    List<URI> masters,
    Path data,
    Optional<Identity> identity,
    TreeMap<String, String> attributes,
    Range ports,
    Range userIds,
    Offer offer,
    VolumePolicy volumes,
    NetworkPolicy network,
    String checkHost) {
  private static final String UNASKED_DISK_MIB = "8192";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})-(\\d{1,9})");

  /** Both inclusive. */
  record Range(int first, int last) {}

  /** Key store with our certificate, the file that holds its password, and the trust store. */
  record Identity(Path keystore, Path passwordFile, Path truststore) {}

  /** Something in the file is wrong; one line for people. */
  static final class BadConfigException extends Exception {
    private static final long serialVersionUID = 1;

    BadConfigException(String message) {
      super(message);
    }
  }

  static Config read(Path file) throws BadConfigException {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new BadConfigException("cannot read " + file + ": " + e);
    }
    return of(properties, Facts.of(Path.of("/")));
  }

  static Config of(Properties properties, Facts facts) throws BadConfigException {
    var name = required(properties, "name");
    if (!NAME.matcher(name).matches()) {
      throw new BadConfigException("name must be lower-case letters, digits, dashes: " + name);
    }
    var masters = masters(required(properties, "masters"));
    var plain = masters.stream().allMatch(master -> "ws".equals(master.getScheme()));
    var data = Path.of(required(properties, "data")).toAbsolutePath();
    var ports = range(properties, "ports", 65_535);
    return new Config(
        name,
        required(properties, "host"),
        masters,
        data,
        plain ? Optional.empty() : Optional.of(identity(properties)),
        Attributes.of(properties, facts),
        ports,
        range(properties, "uid.range", Integer.MAX_VALUE),
        Offer.of(properties, facts, data),
        volumes(properties),
        network(properties, ports),
        properties.getProperty("check.host", "127.0.0.1"));
  }

  private static Identity identity(Properties properties) throws BadConfigException {
    return new Identity(
        file(properties, "keystore"),
        file(properties, "keystore.password.file"),
        file(properties, "truststore"));
  }

  private static List<URI> masters(String text) throws BadConfigException {
    try {
      var masters = Arrays.stream(text.split(",")).map(String::strip).map(URI::create).toList();
      for (var master : masters) {
        if (master.getHost() == null
            || !List.of("ws", "wss").contains(String.valueOf(master.getScheme()))) {
          throw new BadConfigException("masters must be wss://host:port: " + master);
        }
      }
      if (masters.stream().map(URI::getScheme).distinct().count() != 1) {
        throw new BadConfigException("masters must be all wss:// or all ws://: " + text);
      }
      return masters;
    } catch (IllegalArgumentException e) {
      throw new BadConfigException("masters must be wss://host:port: " + e.getMessage());
    }
  }

  private static Range range(Properties properties, String key, int max) throws BadConfigException {
    var text = required(properties, key);
    var match = RANGE.matcher(text);
    if (match.matches()) {
      var first = Integer.parseInt(match.group(1));
      var last = Integer.parseInt(match.group(2));
      if (first >= 1 && first <= last && last <= max) {
        return new Range(first, last);
      }
    }
    throw new BadConfigException("%s must be first-last: %s".formatted(key, text));
  }

  private static VolumePolicy volumes(Properties properties) throws BadConfigException {
    var quota = properties.getProperty("disk.quota", "auto").strip();
    var unasked = properties.getProperty("disk.unasked", UNASKED_DISK_MIB).strip();
    if (!unasked.matches("\\d{1,9}")) {
      throw new BadConfigException("disk.unasked must be a number of MiB: " + unasked);
    }
    var chosen =
        switch (quota) {
          case "auto" -> Quota.AUTO;
          case "on" -> Quota.ON;
          case "off" -> Quota.OFF;
          default -> throw new BadConfigException("disk.quota must be auto, on or off: " + quota);
        };
    return new VolumePolicy(chosen, Long.parseLong(unasked));
  }

  private static NetworkPolicy network(Properties properties, Range ports)
      throws BadConfigException {
    var use = properties.getProperty("network", "auto").strip();
    var subnet = properties.getProperty("network.subnet", "").strip();
    var nameservers = new ArrayList<String>();
    for (var server : properties.getProperty("network.dns", "").split(",")) {
      if (!server.isBlank() && !server.strip().matches("[0-9]+(\\.[0-9]+){3}")) {
        throw new BadConfigException("network.dns must be IPv4 addresses with commas: " + server);
      }
      if (!server.isBlank()) {
        nameservers.add(server.strip());
      }
    }
    return new NetworkPolicy(
        switch (use) {
          case "auto" -> NetworkPolicy.Use.AUTO;
          case "on" -> NetworkPolicy.Use.ON;
          case "off" -> NetworkPolicy.Use.OFF;
          default -> throw new BadConfigException("network must be auto, on or off: " + use);
        },
        subnet.isEmpty()
            ? Subnet.forPorts(ports.first())
            : Subnet.parse(subnet)
                .orElseThrow(
                    () ->
                        new BadConfigException(
                            "network.subnet must be like 100.64.4.0/22, of 16 to 29 bits: "
                                + subnet)),
        Path.of(properties.getProperty("network.plugins", "/usr/lib/cni")).toAbsolutePath(),
        nameservers);
  }

  private static Path file(Properties properties, String key) throws BadConfigException {
    var path = Path.of(required(properties, key));
    if (!Files.isReadable(path)) {
      throw new BadConfigException("%s cannot be read: %s".formatted(key, path));
    }
    return path;
  }

  private static String required(Properties properties, String key) throws BadConfigException {
    var value = properties.getProperty(key, "").strip();
    if (value.isEmpty()) {
      throw new BadConfigException(key + " is missing");
    }
    return value;
  }
}
