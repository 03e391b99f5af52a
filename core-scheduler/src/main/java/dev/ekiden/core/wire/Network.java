package dev.ekiden.core.wire;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** The network that an instance is to be in. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Network {

  /** That of its machine: the instance listens at its host ports itself. */
  record Host() implements Network {}

  /**
   * One of its own, with an address that only its machine can reach. Only for agents that know
   * {@link Dialect#OWN_NETWORKS}.
   *
   * @param ingressMbit megabits that it may get each second; 0: without limit
   * @param egressMbit megabits that it may send each second; 0: without limit
   */
  record Own(List<Mapping> mappings, int ingressMbit, int egressMbit) implements Network {
    public Own {
      mappings = List.copyOf(mappings);
    }
  }

  /**
   * A port at which it listens in there.
   *
   * @param hostPort at which the machine forwards to it; 0: nowhere
   * @param protocol {@code tcp} or {@code udp}
   */
  record Mapping(int containerPort, int hostPort, String protocol) {}
}
