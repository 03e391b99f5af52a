package dev.ekiden.cli.local;

import dev.ekiden.cli.machine.Command;
import dev.ekiden.cli.machine.Console;
import dev.ekiden.cli.machine.DebianPackages;
import dev.ekiden.cli.machine.Disk;
import dev.ekiden.cli.machine.Failure;
import dev.ekiden.cli.machine.Ports;
import dev.ekiden.cli.machine.User;
import java.nio.file.Files;
import java.util.List;

/** Everything that must be true before the first process starts; the cheap checks come first. */
final class Preparation {
  private static final long LEAST_DISK_MEBI = 2048;

  private final Checkout checkout;
  private final DataDir data;
  private final Console console;

  Preparation(Checkout checkout, DataDir data, Console console) {
    this.checkout = checkout;
    this.data = data;
    this.console = console;
  }

  /** Fails, or leaves user, disk and Debian packages in order for these services. */
  void machine(Selection selection) {
    if (selection.needsRoot() && !User.isRoot()) {
      throw new Failure("agents need root for cgroups and namespaces", "run sudo ./ekiden up");
    }
    Disk.requireFree(data.root(), LEAST_DISK_MEBI);
    DebianPackages.forServers().require(console);
    if (selection.needsRoot()) {
      DebianPackages.forAgents().require(console);
    }
  }

  /** Fails if a port that one of these needs is taken by somebody else. */
  static void ports(List<Service> services) {
    for (var service : services) {
      for (int port : service.ports()) {
        if (Ports.ownerOf(port).filter(service::owns).isEmpty()) {
          Ports.requireFree(port, service.name());
        }
      }
    }
  }

  /** Makes or renews the certificates. */
  void certificates(Secrets secrets, Topology topology) {
    var password = data.keystorePassword();
    if (!Files.exists(password)) {
      PrivateFile.write(password, secrets.get(Secrets.Name.KEYSTORE));
    }
    Command.of(
            checkout.sslScript("make.sh").toString(),
            data.ssl().toString(),
            password.toString(),
            Integer.toString(topology.agents()))
        .with("JAVA_HOME", checkout.javaHome().toString())
        .orFail("cannot make the certificates", "see the lines below");
  }

  /** Builds the modules, if one of these services runs from them. */
  void build(List<Service> services) {
    if (services.stream().anyMatch(Preparation::isOurs)) {
      checkout.build(console);
    }
  }

  /** Unpacks the runtimes that these services run from. */
  void runtimes(Runtimes runtimes, List<Service> services) {
    for (var service : services) {
      switch (service) {
        case Postgres _ -> runtimes.unpackPostgres(console);
        case Keycloak _ -> runtimes.unpackKeycloak(console);
        case Master _ -> runtimes.unpackLiberty(console);
        case ZooKeeper _, AgentProcess _, Router _ -> {}
      }
    }
  }

  private static boolean isOurs(Service service) {
    return switch (service) {
      case Master _, AgentProcess _, Router _ -> true;
      case Postgres _, ZooKeeper _, Keycloak _ -> false;
    };
  }
}
