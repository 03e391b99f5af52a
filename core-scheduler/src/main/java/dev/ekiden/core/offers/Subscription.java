package dev.ekiden.core.offers;

import dev.ekiden.core.foreign.FrameworkId;
import dev.ekiden.core.foreign.FrameworkSpec;
import java.util.List;

/** A framework opens its stream: Mesos' SUBSCRIBE. */
public sealed interface Subscription extends ForeignEvent {

  /** Without an id; it is given one. */
  record First(FrameworkSpec spec, List<String> suppressed) implements Subscription {}

  /** With an id, which may be known, unknown or barred. */
  record Again(FrameworkId framework, FrameworkSpec spec, List<String> suppressed)
      implements Subscription {}
}
