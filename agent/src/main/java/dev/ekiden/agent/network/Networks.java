package dev.ekiden.agent.network;

import dev.ekiden.agent.disk.DurableFile;
import dev.ekiden.agent.exec.Program;
import dev.ekiden.agent.fault.Fault;
import dev.ekiden.core.wire.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ObjectNode;

/**
 * Networks of their own for the instances of one agent. For each there is a directory with the
 * checkpoint {@code network.json}, the namespace's file {@code ns} and the lock of its plugins; it
 * is written before anything is made and deleted after everything is undone, so whatever has a
 * directory and no instance is a leak, and is removed at the agent's start.
 */
public final class Networks {
  private static final Logger LOG = System.getLogger(Networks.class.getName());
  private static final int LONGEST_CONTAINER = 100;

  /** There with the kernel's module br_netfilter only. */
  private static final Path BRIDGED_TO_IPTABLES =
      Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");

  private final Path directory;
  private final NetworkPolicy policy;
  private final String bootId;
  private final Fence fence;
  private final Plugins plugins;
  private final CompletableFuture<Optional<String>> trouble;

  /** A network that is there. */
  public record Attachment(Path namespace, String address) {}

  /**
   * Changes nothing of the machine yet.
   *
   * @param data the agent's directory
   * @param userIds {@code first-last} of instances
   */
  public Networks(Path data, NetworkPolicy policy, String bootId, String userIds) {
    this.directory = data.resolve("networks");
    this.policy = policy;
    this.bootId = bootId;
    this.fence = new Fence(policy.subnet().bridge(), userIds);
    this.plugins = new Plugins(policy.plugins());
    // Programs are run for it, while the agent gets ready.
    this.trouble =
        CompletableFuture.supplyAsync(
            () -> Fitness.trouble(policy), look -> Thread.ofVirtual().start(look));
  }

  /** Why instances cannot have networks of their own here; empty if they can. */
  public Optional<String> trouble() {
    return trouble.join();
  }

  /** Makes a network from nothing, as an interrupted try may have left half of one. */
  public Attachment attach(String instance, Network.Own network) throws IOException {
    if (trouble().isPresent()) {
      throw new IOException("no network of its own: " + trouble().get());
    }
    detach(instance);
    fence();
    var home = Files.createDirectories(home(instance));
    var lease = Lease.begun(bootId, policy.subnet(), network);
    lease.write(checkpoint(instance));
    Fault.BEFORE_NETWORK.here();
    new Namespace(home.resolve("ns")).make();
    for (var link : chain(policy.subnet()).links(network)) {
      var answer = plugins.add(site(instance), after(lease, link));
      if (link.type().equals(Chain.BRIDGE)) {
        lease = lease.addressed(answer);
        // What follows can only be undone by whoever knows the address.
        lease.write(checkpoint(instance));
        isolate(lease);
        Fault.MID_NETWORK.here();
      }
    }
    fence(); // the first plugin "firewall" of all has put its own rules before it
    Fault.AFTER_NETWORK.here();
    lease = lease.completed();
    lease.write(checkpoint(instance));
    return new Attachment(home.resolve("ns"), lease.address());
  }

  /** The text of {@code resolv.conf} in such a network. */
  public String resolvConf() {
    return new Resolver(Path.of("/"), policy.nameservers()).configuration();
  }

  /** The address of an instance with a whole network; empty if it has none. */
  public Optional<String> address(String instance) {
    return Lease.read(checkpoint(instance)).filter(Lease::complete).map(Lease::address);
  }

  /** Undoes all that was begun for an instance, or what is left of it; harmless if nothing is. */
  public void detach(String instance) throws IOException {
    var home = home(instance);
    if (!Files.isDirectory(home)) {
      return;
    }
    var namespace = new Namespace(home.resolve("ns"));
    var lease = Lease.read(checkpoint(instance));
    if (lease.isPresent()) {
      Fault.BEFORE_NETWORK_REMOVAL.here();
      undo(instance, lease.get());
      Fault.MID_NETWORK_REMOVAL.here();
    }
    namespace.remove();
    DurableFile.deleteTree(home);
  }

  private void undo(String instance, Lease lease) throws IOException {
    var subnet = Subnet.parse(lease.subnet()).orElseThrow();
    for (var link : chain(subnet).links(lease.network()).reversed()) {
      // A reboot has left nothing but the note of who has which address.
      if (lease.bootId().equals(bootId) || link.type().equals(Chain.BRIDGE)) {
        plugins.delete(site(instance), after(lease, link));
      }
    }
  }

  /**
   * Removes the networks of all others; what cannot be removed is tried again at the next start.
   */
  public void removeStrangers(Collection<String> known) {
    for (var instance : DurableFile.names(directory)) {
      if (!known.contains(instance)) {
        LOG.log(Level.WARNING, "{0}: has a network and no checkpoint, removed", instance);
        try {
          detach(instance);
        } catch (IOException | UncheckedIOException e) {
          LOG.log(Level.WARNING, "{0}: {1}", instance, e.getMessage());
        }
      }
    }
  }

  /** Takes down what all share, unless somebody still uses it. */
  public void close() {
    if (!DurableFile.names(directory).isEmpty() || trouble().isPresent()) {
      return;
    }
    try {
      var bridge = policy.subnet().bridge();
      if (Program.run(List.of("ip", "link", "show", "dev", bridge)).ok()) {
        Program.must(List.of("ip", "link", "delete", "dev", bridge, "type", "bridge"));
      }
      synchronized (fence) {
        fence.remove();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the bridge is left: {0}", e.getMessage());
    }
  }

  private void fence() throws IOException {
    synchronized (fence) {
      fence.ensure();
    }
  }

  /**
   * Neighbours on the bridge reach each other by host ports only, as anybody else. Where the kernel
   * shows bridged frames to iptables, the fence sees to that; and there it must, as the kernel then
   * bridges what was sent to a host port, too, and an isolated port would not let that through.
   */
  private static void isolate(Lease lease) throws IOException {
    if (Files.exists(BRIDGED_TO_IPTABLES)
        && Files.readString(BRIDGED_TO_IPTABLES).strip().equals("1")) {
      return;
    }
    var bridge = Subnet.parse(lease.subnet()).orElseThrow().bridge();
    var cable =
        lease
            .hostInterface(bridge)
            .orElseThrow(() -> new IOException("the bridge plugin named no interface"));
    Program.must(
        List.of("ip", "link", "set", "dev", cable, "type", "bridge_slave", "isolated", "on"));
  }

  private Chain chain(Subnet subnet) {
    return new Chain(subnet, directory.resolveSibling("leases"));
  }

  /** What a plugin is told, with what the bridge plugin answered before it. */
  private static Chain.Link after(Lease lease, Chain.Link link) {
    if (!lease.isAddressed()) {
      return link;
    }
    ObjectNode config = link.config();
    config.set("prevResult", lease.result());
    return link;
  }

  private Plugins.Site site(String instance) throws IOException {
    // Made again if it is gone, so that what is left can be undone.
    var lock = Files.createDirectories(home(instance)).resolve("lock");
    return new Plugins.Site(container(instance), home(instance).resolve("ns"), lock);
  }

  /**
   * Instances' names are longer than the comments of iptables, and have letters that CNI has not.
   */
  static String container(String instance) {
    var plain = instance.replace('+', '-');
    return plain.length() <= LONGEST_CONTAINER && plain.equals(instance)
        ? plain
        : HexFormat.of().toHexDigits(instance.hashCode())
            + plain.substring(Math.max(0, plain.length() - LONGEST_CONTAINER));
  }

  private Path home(String instance) {
    return directory.resolve(instance);
  }

  private Path checkpoint(String instance) {
    return home(instance).resolve("network.json");
  }
}
