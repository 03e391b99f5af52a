package dev.ekiden.agent.network;

import java.nio.file.Path;
import java.util.List;

/**
 * What an agent is told of its instances' own networks.
 *
 * @param use whether there are to be any
 * @param plugins where the CNI plugins are
 * @param nameservers that instances are to ask; empty: those of the machine that they can reach
 */
public record NetworkPolicy(Use use, Subnet subnet, Path plugins, List<String> nameservers) {

  /** Whether instances may have networks of their own. */
  public enum Use {
    /** If the machine can. */
    AUTO,
    /** An agent that cannot does not start. */
    ON,
    OFF
  }

  public NetworkPolicy {
    nameservers = List.copyOf(nameservers);
  }
}
