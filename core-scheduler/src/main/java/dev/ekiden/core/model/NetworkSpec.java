package dev.ekiden.core.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which network an app's instances are in. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface NetworkSpec {
  /** The only network that instances can name: behind each agent's bridge. */
  String CONTAINERS = "ekiden";

  /** Label of a network: megabits that each instance may get in a second. */
  String INGRESS_MBIT = "EKIDEN_INGRESS_MBIT";

  /** Label of a network: megabits that each instance may send in a second. */
  String EGRESS_MBIT = "EKIDEN_EGRESS_MBIT";

  SortedMap<String, String> labels();

  /** That of the machine. */
  record Host() implements NetworkSpec {
    @Override
    public SortedMap<String, String> labels() {
      return Collections.emptySortedMap();
    }
  }

  /** One of each instance's own; a port without another wish has a host port. */
  record Bridge(SortedMap<String, String> labels) implements NetworkSpec {
    public Bridge {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
  }

  /** One of each instance's own; a port without another wish has no host port. */
  record Container(String name, SortedMap<String, String> labels) implements NetworkSpec {
    public Container {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
  }

  /** Whether each instance has an address and ports of its own. */
  default boolean own() {
    return switch (this) {
      case Host _ -> false;
      case Bridge _, Container _ -> true;
    };
  }

  /** Marathon's word for it. */
  default String mode() {
    return switch (this) {
      case Host _ -> "host";
      case Bridge _ -> "container/bridge";
      case Container _ -> "container";
    };
  }

  /** The number in one of its labels; 0, which is no limit, without the label. */
  default int mbit(String label) {
    return Integer.parseInt(labels().getOrDefault(label, "0"));
  }
}
